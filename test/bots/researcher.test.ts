/**
 * Bots paying bots: the researcher buys from two others for each of its own tasks. Whatever one of them does, its customer pays
 * for a report or for nothing, and it spends no more than its budget and nothing twice.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '#apps/botbazaar/free-ports';
import { MarketClient } from '#sdk/client';
import { type PulledTask, type Puller, pullWork, Refuse } from '#sdk/pull-work';
import type { BotProcess } from '#test/bots/bot-process';
import { blankPage } from '#test/bots/png';
import { type Ordered, page, saidOf, Trade, told } from '#test/bots/trade-kit';
import { expectSound, type Wallets } from '#test/harness/books';
import { suiteMarketplace } from '#test/harness/marketplace';
import { until } from '#test/harness/until';

let analystPort = 0;
const market = suiteMarketplace(async () => {
  [analystPort = 0] = await freePorts([0]);
  return { environment: { BOTBAZAAR_ALLOWED_ENDPOINTS: `127.0.0.1:${analystPort}` } };
});

/** The researcher's own figures. */
const [priceMsat, budgetMsat] = [6_000n, 5_500n];

let trade: Trade;
let reader: BotProcess;
let researcher: BotProcess;
let before: Wallets;

beforeAll(async () => {
  trade = new Trade(market());
  [reader] = await Promise.all([trade.reader(), trade.analyst(analystPort)]);
  researcher = await trade.researcher();
});
afterAll(() => trade.end());
beforeEach(async () => {
  before = await market().books.wallets();
});
afterEach(() => expectSound(market().books, before));

/** What the two wallets have paid since the test began, once nothing is in flight. */
async function paid(): Promise<{ customer: bigint; researcher: bigint }> {
  const { nodes } = await until(
    () => market().books.wallets(),
    ({ inFlightMsat }) => inFlightMsat === 0n,
    25_000,
  );
  const spent = (name: 'buyer' | 'seller') => before.nodes[name].channelMsat - nodes[name].channelMsat;
  return { customer: spent('buyer'), researcher: spent('seller') };
}

/** The report did not come, its customer has all its money, and the books say so. */
async function expectRefused({ report, state, challenge }: Ordered, reason: string): Promise<void> {
  expect(report).toBeUndefined();
  expect(state).toMatchObject({ state: 'REJECTED', reason });
  expect(await market().books.ended(challenge.taskId)).toMatchObject({ task: 'REJECTED', charge: 'CANCELED' });
}

/** Another supplier than the usual ones, in this process; the researcher that buys from it is started anew. */
async function withSupplier(
  role: '--reader' | '--analyst',
  terms: { priceMsat?: string; deadlineMs?: number },
  work: ((task: PulledTask) => unknown) | undefined,
  test: (slug: string) => Promise<void>,
): Promise<void> {
  const { baseUrl } = market().access();
  const { credential } = await new MarketClient({ baseUrl }).createAccount('supplier');
  const client = new MarketClient({ baseUrl, credential });
  const slug = `supplier-${Math.random().toString(36).slice(2, 8)}`;
  await client.createListing({
    slug,
    title: 'Supplier',
    description: 'Supplies as the test wants it.',
    tags: [],
    inputSchema: {},
    outputSchema: {},
    example: { input: 1 },
    priceMsat: '1500',
    deadlineMs: 2_000,
    delivery: { mode: 'pull' },
    ...terms,
  });
  await client.publish(slug);
  const puller: Puller | undefined = work && pullWork({ baseUrl, credential, slugs: [slug], work });
  await trade.stop(researcher);
  researcher = await trade.researcher(role, slug);
  try {
    await test(slug);
  } finally {
    await puller?.close();
    await trade.stop(researcher);
    researcher = await trade.researcher();
  }
}

describe('the researcher', () => {
  it('sells a report that it has bought from two others, and earns more than it spends', async () => {
    const { report, challenge } = await trade.order(page);
    expect(report).toMatchObject({ title: 'Repair of the ferry Brattholm', sentiment: { label: 'neutral' } });
    expect(report?.entities).toContainEqual({ text: '$0.40', type: 'MONEY', count: 1 });
    expect(report?.keySentences).toHaveLength(3);
    expect(report?.bought).toMatchObject([
      { service: 'image-text', paidMsat: '2000' },
      { service: 'text-analysis', paidMsat: '1500' },
    ]);
    for (const taskId of [challenge.taskId, ...(report?.bought ?? []).map((one) => one.taskId)]) {
      expect(await market().books.ended(taskId)).toMatchObject({ task: 'DELIVERED', charge: 'SETTLED' });
    }
    expect(await paid()).toEqual({ customer: priceMsat, researcher: 3_500n });
    expect(await researcher.event('earned')).toMatchObject({ earnedMsat: '5820' });
    expect(saidOf(researcher, 'loss', challenge.taskId)).toEqual([]);
  });

  it('sells several at the same time, each within its own budget', async () => {
    const orders = await Promise.all([trade.order(), trade.order(), trade.order()]);
    expect(orders.map(({ report }) => report?.text)).toEqual(Array(3).fill('A fine day.'));
    expect(new Set(orders.flatMap(({ report }) => report?.bought.map(({ taskId }) => taskId))).size).toBe(6);
    expect(await paid()).toEqual({ customer: 3n * priceMsat, researcher: 3n * 3_500n });
  }, 30_000);

  it('cannot report on a blank page, says why, and nobody has paid', async () => {
    const ordered = await trade.order(blankPage());
    await expectRefused(ordered, 'image-text did not deliver (REJECTED: there is no text on the image)');
    expect(await paid()).toEqual({ customer: 0n, researcher: 0n });
    expect(saidOf(researcher, 'loss', ordered.challenge.taskId)).toEqual([]);
  });

  it('refuses at once while the reader is closed', async () => {
    await trade.stop(reader);
    const started = performance.now();
    await expectRefused(await trade.order(), 'image-text is not on sale now');
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await paid()).toEqual({ customer: 0n, researcher: 0n });
    reader = await trade.reader();
  });

  it('bears what it has spent when the second supplier fails, and says so', async () => {
    const fail = () => {
      throw new Refuse('not today');
    };
    await withSupplier('--analyst', {}, fail, async (slug) => {
      const ordered = await trade.order();
      await expectRefused(ordered, `${slug} did not deliver (REJECTED: not today)`);
      expect(saidOf(researcher, 'loss', ordered.challenge.taskId)).toMatchObject([{ spentMsat: '2000' }]);
    });
    expect(await paid()).toEqual({ customer: 0n, researcher: 2_000n });
  });

  it('does not buy what is dearer than the rest of its budget', async () => {
    await withSupplier('--analyst', { priceMsat: '2501' }, undefined, async (slug) => {
      await expectRefused(await trade.order(), `${slug} costs 2501 msat, which is more than is left for it`);
    });
    await withSupplier('--reader', { priceMsat: '4501' }, undefined, async (slug) => {
      await expectRefused(await trade.order(), `${slug} costs 4501 msat, which is more than is left for it`);
    });
    expect(await paid()).toEqual({ customer: 0n, researcher: 2_000n });
  });

  it('does not buy what may take longer than its own customer waits', async () => {
    await withSupplier('--reader', { deadlineMs: 20_000 }, undefined, async (slug) => {
      await expectRefused(await trade.order(), `${slug} may take longer than there is time`);
    });
    expect(await paid()).toEqual({ customer: 0n, researcher: 0n });
  });

  it.each([
    ['nothing of use', { lines: [] }],
    ['no object', 'a page'],
  ])('refuses when the reader delivers %s, and has paid for it', async (_, output) => {
    await withSupplier(
      '--reader',
      {},
      () => output,
      async (slug) => {
        await expectRefused(await trade.order(), `${slug} delivered something else than it should`);
      },
    );
    expect(await paid()).toEqual({ customer: 0n, researcher: 1_500n });
  });

  it('gives up on a supplier that never answers, takes its money back, and its customer hears of it in time', async () => {
    await withSupplier('--reader', {}, undefined, async (slug) => {
      const started = performance.now();
      await expectRefused(await trade.order(), `${slug} did not deliver in time`);
      expect(performance.now() - started).toBeLessThan(20_000);
      expect(await paid()).toEqual({ customer: 0n, researcher: 0n });
    });
  }, 40_000);

  it.each([['buying'], ['supplied']] as const)(
    'buys nothing twice when it is killed after its first "%s" and started again',
    async (moment) => {
      const { report, state, challenge } = await trade.order(undefined, async () => {
        await until(
          () => researcher.events.filter(({ event }) => event === 'work').length,
          (count) => count > 0,
        );
        const work = researcher.events.filter((event) => event.event === 'work').at(-1);
        await told(researcher, moment, work?.taskId ?? '');
        await trade.kill(researcher);
        researcher = await trade.researcher();
      });
      expect(state).toMatchObject({ state: 'DELIVERED' });
      // A claim of the killed process that still waits may get the task first, and is found to be nobody's.
      expect(state.attempts).toBeGreaterThan(1);
      expect(report?.text).toBe('A fine day.');
      expect(await paid()).toEqual({ customer: priceMsat, researcher: 3_500n });
      const supplied = saidOf(researcher, 'supplied', challenge.taskId);
      expect(supplied.map(({ service, paidMsat }) => [service, paidMsat])).toEqual([
        ['image-text', '2000'],
        ['text-analysis', '1500'],
      ]);
      const transfers = await market().books.transfers(challenge.taskId);
      expect(transfers.map(({ kind }) => kind)).toEqual(['hold_accepted', 'hold_settled']);
    },
    30_000,
  );

  it('never had more at stake than its budget', () => {
    const pages = Object.values(JSON.parse(trade.notebook()) as Record<string, Record<string, { atMostMsat: string }>>);
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) {
      const atMost = Object.values(page).reduce((sum, { atMostMsat }) => sum + BigInt(atMostMsat), 0n);
      expect(atMost).toBeLessThanOrEqual(budgetMsat);
    }
  });
});
