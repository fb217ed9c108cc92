import { describe, expect, it } from '@jest/globals';
import type { ReportedOutcome, Service } from '#contracts/registry';
import { newId } from '#kernel/ids';
import { until } from '#test/harness/until';
import { broken, honest, suiteRegistry } from './registry-kit.js';

const kit = suiteRegistry();
const pulled = { delivery: { mode: 'pull', url: '' } };
const failure: Partial<ReportedOutcome> = { ended: '', call: 'failed' };
const nobody: Partial<ReportedOutcome> = { ended: '', call: 'unreachable', reason: 'the seller could not be reached' };

async function figures(service: Service) {
  return (await kit.read(service)).quality;
}

/** State of the listing and of its health, and how many failures it has. */
async function health(service: Pick<Service, 'slug'>): Promise<[string, string, number]> {
  const { state, health: shown } = await kit.read(service);
  return [state, shown?.state ?? '', shown?.consecutiveFailures ?? -1];
}

async function probed(service: Pick<Service, 'slug'>, count: number): Promise<void> {
  await until(
    () => kit.probes.length,
    (seen) => seen >= count,
  );
  // The answer of the probe is written down a moment later.
  await until(
    async () => (await kit.read(service)).health?.reason ?? '',
    (reason) => reason === '' || reason.includes('probe'),
  );
}

describe('the figures of a listing', () => {
  it('begin with the prior', async () => {
    const service = await kit.published(pulled);
    expect(service.quality).toEqual({ successRate: 0.8, medianMs: 0, distinctBuyers: 0, tasks: 0 });
    expect(service.health).toEqual({ state: 'ok', consecutiveFailures: 0, lastCallAtMs: '0', reason: '' });
  });

  it('count each outcome once, in whatever order, however often and by whichever replica it is told', async () => {
    const service = await kit.published(pulled);
    const second = await kit.start();
    const outcomes = Array.from({ length: 40 }, (_, n) => {
      kit.clock.advance(10);
      return kit.outcome(service, n % 4 === 0 ? { ended: 'rejected' } : { workMs: n * 100 });
    });
    const parts = [outcomes.slice(20), outcomes.slice(0, 25), outcomes, outcomes.slice(5, 30), [...outcomes].reverse()];
    await Promise.all(
      parts.map((part, n) => (n % 2 ? second : kit.registry).reportOutcomes({ outcomes: part, claims: [] })),
    );
    // Delivered: 30 of 40, the middle one after two seconds.
    expect(await figures(service)).toEqual({ successRate: 34 / 45, medianMs: 1_900, distinctBuyers: 40, tasks: 40 });
  });

  it('count no more than ten tasks of one buyer', async () => {
    const service = await kit.published(pulled);
    const buyerHash = Buffer.alloc(8, 1);
    await kit.report(
      service,
      Array.from({ length: 50 }, () => ({ buyerHash })),
    );
    expect(await figures(service)).toMatchObject({ successRate: 14 / 15, distinctBuyers: 1, tasks: 50 });
  });

  it('rest on the last 200 tasks of the last 30 days', async () => {
    const service = await kit.published(pulled);
    await kit.report(
      service,
      Array.from({ length: 150 }, () => ({ ended: 'rejected' })),
    );
    await kit.report(
      service,
      Array.from({ length: 190 }, () => ({})),
    );
    expect(await figures(service)).toMatchObject({ successRate: 194 / 205, tasks: 200 });
    const { lastCallAtMs } = (await kit.read(service)).health ?? {};
    kit.clock.advance(30 * 86_400_000);
    const forgotten = await until(
      () => figures(service),
      (seen) => seen?.tasks === 0,
    );
    expect(forgotten).toEqual({ successRate: 0.8, medianMs: 0, distinctBuyers: 0, tasks: 0 });
    expect((await kit.read(service)).health?.lastCallAtMs).toBe(lastCallAtMs);
  });

  it('go on being right when old outcomes are deleted', async () => {
    const service = await kit.published(pulled);
    for (let round = 0; round < 4; round += 1) {
      await kit.report(
        service,
        Array.from({ length: 400 }, () => ({ ended: 'rejected' })),
      );
    }
    await kit.report(
      service,
      Array.from({ length: 200 }, () => ({})),
    );
    const owner = await kit.suite().openAsOwner({ schema: 'registry' });
    const [row] = await owner.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM outcome JOIN listing l ON l.id = listing_id WHERE l.slug = '${service.slug}'`,
    );
    await owner.close();
    expect(row?.count).toBe(1_200);
    expect(await figures(service)).toMatchObject({ successRate: 204 / 205, tasks: 200 });
  });

  it('are not moved by tasks of a listing that does not exist, nor by reports that are too large', async () => {
    const outcome = kit.outcome({ listingId: newId('listing') });
    expect(await kit.registry.reportOutcomes({ outcomes: [outcome], claims: [] })).toEqual({});
    const many = Array.from({ length: 501 }, () => outcome);
    await expect(kit.registry.reportOutcomes({ outcomes: many, claims: [] })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('the health of a listing', () => {
  it('fails, and is suspended after three failures in a row, with the reason', async () => {
    const service = await kit.published();
    await kit.report(service, [{}, failure, failure]);
    expect(await health(service)).toEqual(['published', 'failing', 2]);
    await kit.report(service, [{ ...failure, reason: 'the answer is not JSON' }]);
    expect(await health(service)).toEqual(['paused', 'paused', 3]);
    const { health: shown } = await kit.read(service);
    expect(shown?.reason).toBe('3 calls in a row have failed, last: the answer is not JSON');
    expect(Number(shown?.lastCallAtMs)).toBe(kit.clock.now().getTime());
    const own = await kit.registry.listOwn({ accountId: kit.seller, cursor: '', limit: 1 });
    expect(own.services[0]).toMatchObject({ slug: service.slug, state: 'paused', health: { state: 'paused' } });
    expect(await kit.found({ query: service.slug })).toEqual([]);
  });

  it('is good again after a success in between', async () => {
    const service = await kit.published();
    await kit.report(service, [failure, failure, {}, failure, failure]);
    expect(await health(service)).toEqual(['published', 'failing', 2]);
    await kit.report(service, [{ ended: 'rejected' }]);
    expect(await health(service)).toEqual(['published', 'ok', 0]);
  });

  it('suffers once from a task that fails again and again, and each time from an endpoint where nobody is', async () => {
    const hard = await kit.published();
    const taskId = newId('task');
    await kit.report(
      hard,
      [2, 3, 4, 5].map((taskVersion) => ({ ...failure, taskId, taskVersion })),
    );
    expect(await health(hard)).toEqual(['published', 'failing', 1]);
    const gone = await kit.published();
    const other = newId('task');
    await kit.report(
      gone,
      [2, 3, 4].map((taskVersion) => ({ ...nobody, taskId: other, taskVersion })),
    );
    expect(await health(gone)).toEqual(['paused', 'paused', 3]);
  });

  it('does not depend on the order in which calls are told, nor on how many replicas are told', async () => {
    const second = await kit.start();
    for (let round = 0; round < 5; round += 1) {
      const service = await kit.published(pulled);
      const outcomes = [failure, failure, failure].map((change) => {
        kit.clock.advance(1);
        return kit.outcome(service, change);
      });
      const told = outcomes.map((outcome, n) =>
        (n % 2 ? second : kit.registry).reportOutcomes({ outcomes: [outcome, outcome], claims: [] }),
      );
      await Promise.all(told);
      expect(await health(service)).toEqual(['paused', 'paused', 3]);
    }
    const service = await kit.published(pulled);
    const [first, good, ...later] = [failure, {}, failure, failure].map((change) => {
      kit.clock.advance(1);
      return kit.outcome(service, change);
    }) as ReportedOutcome[];
    await second.reportOutcomes({ outcomes: [first as ReportedOutcome, ...later], claims: [] });
    expect(await health(service)).toEqual(['paused', 'paused', 3]);
    // The delivery between them is told late: there were never three in a row.
    await kit.registry.reportOutcomes({ outcomes: [good as ReportedOutcome], claims: [] });
    expect(await health(service)).toEqual(['published', 'failing', 2]);
  });

  it('is proven by a delivery of a task that was already paid', async () => {
    const service = await kit.published();
    await kit.report(service, [nobody, nobody, nobody]);
    await kit.report(service, [{}]);
    expect(await health(service)).toEqual(['published', 'ok', 0]);
    expect(kit.probes).toHaveLength(1);
  });
});

describe('a listing that was suspended', () => {
  it('is probed after 1, 2 and 4 minutes, and on sale again when it answers', async () => {
    const service = await kit.published();
    kit.behaviour = broken;
    kit.probes = [];
    await kit.report(service, [nobody, nobody, nobody]);
    for (const [probe, minutes] of [1, 2, 4].entries()) {
      kit.clock.advance(minutes * 60_000 - 1_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(kit.probes).toHaveLength(probe);
      kit.clock.advance(1_000);
      await probed(service, probe + 1);
      const { health: shown } = await kit.read(service);
      expect(shown?.reason).toBe(
        '3 calls in a row have failed, last: the endpoint answered 500 to the probe instead of 200',
      );
    }
    kit.behaviour = honest;
    kit.clock.advance(8 * 60_000);
    await probed(service, 4);
    expect(await health(service)).toEqual(['published', 'ok', 0]);
    expect(await kit.found({ query: service.slug })).toEqual([service.slug]);
    // What was called before is told later, and counts no more.
    const late = [nobody, nobody, nobody].map((change) => kit.outcome(service, { ...change, atMs: '1' }));
    await kit.registry.reportOutcomes({ outcomes: late, claims: [] });
    expect(await health(service)).toEqual(['published', 'ok', 0]);
  });

  it('is resumed by its seller after a good probe only', async () => {
    const service = await kit.published();
    await kit.report(service, [nobody, nobody, nobody]);
    kit.behaviour = broken;
    await expect(kit.change(service, 'resume')).rejects.toMatchObject({ code: 'endpoint_failed_probe' });
    expect((await health(service))[0]).toBe('paused');
    kit.behaviour = honest;
    await kit.change(service, 'resume');
    expect(await health(service)).toEqual(['published', 'ok', 0]);
  });

  it('and then paused by its seller is resumed by nobody else', async () => {
    const service = await kit.published();
    await kit.report(service, [nobody, nobody, nobody]);
    await kit.change(service, 'pause');
    kit.probes = [];
    kit.clock.advance(3_600_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await kit.report(service, [{}]);
    expect(kit.probes).toEqual([]);
    expect((await kit.read(service)).state).toBe('paused');
    await kit.change(service, 'resume');
    expect(await health(service)).toEqual(['published', 'ok', 0]);
  });

  it('is probed at once at the address of a new version', async () => {
    const service = await kit.published();
    await kit.report(service, [nobody, nobody, nobody]);
    kit.probes = [];
    const draft = kit.draft({ slug: service.slug, delivery: { mode: 'push', url: `${kit.url}/new` } });
    await kit.registry.updateListing({ accountId: kit.seller, slug: service.slug, draft });
    await probed(service, 1);
    expect(await health(service)).toEqual(['published', 'ok', 0]);
  });

  it('is probed by one of two replicas', async () => {
    await kit.start();
    const service = await kit.published();
    kit.probes = [];
    await kit.report(service, [nobody, nobody, nobody]);
    kit.clock.advance(60_000);
    await probed(service, 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(kit.probes).toHaveLength(1);
    expect((await health(service))[0]).toBe('published');
  });

  it('and whose seller pulls is on sale again when a worker claims: at once the first time, later when it goes on failing', async () => {
    const service = await kit.published(pulled);
    const claim = (slugs: string[] = [], accountId: string = kit.seller) =>
      kit.report(service, [], [{ accountId, slugs, atMs: String(kit.clock.now().getTime()) }]);
    await kit.report(service, [failure, failure, failure]);
    await claim([], newId('account'));
    await claim(['another']);
    expect((await health(service))[0]).toBe('paused');
    await claim(['another', service.slug]);
    expect(await health(service)).toEqual(['published', 'ok', 0]);
    await kit.report(service, [failure, failure, failure]);
    await claim();
    expect((await health(service))[0]).toBe('paused');
    kit.clock.advance(60_000);
    await claim();
    expect((await health(service))[0]).toBe('published');
  });
});
