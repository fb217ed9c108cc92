import { describe, expect, it } from '@jest/globals';
import type { ListingDraft } from '#contracts/registry';
import type { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { parseWebhookSecret, verifyWebhook } from '#outbound/webhook';
import { type Behaviour, suiteRegistry } from './registry-kit.js';

const kit = suiteRegistry();
const { clock, seller } = kit;
const draft = (change: Partial<ListingDraft> = {}) => kit.draft(change);
const created = (change: Partial<ListingDraft> = {}) => kit.created(change);
const published = (change: Partial<ListingDraft> = {}) => kit.published(change);

describe('a listing', () => {
  it('is a draft that only its seller sees, until it is published after a signed probe', async () => {
    const { service, webhookSecret } = await created();
    expect(service).toMatchObject({ state: 'draft', version: 1, sellerAccountId: seller, priceMsat: '1500' });
    await expect(kit.registry.getService({ slug: service.slug })).rejects.toMatchObject({ code: 'service_not_found' });

    const shown = await kit.registry.changeState({ accountId: seller, slug: service.slug, action: 'publish' });
    expect(shown.state).toBe('published');
    expect(await kit.registry.getService({ slug: service.slug })).toEqual(shown);
    expect(JSON.stringify(shown)).not.toContain(kit.url);

    expect(kit.probes).toHaveLength(1);
    const [probe] = kit.probes;
    const secrets = [parseWebhookSecret(webhookSecret)];
    expect(verifyWebhook({ secrets, headers: probe!.headers, body: probe!.body, now: clock.now() })).toBe('valid');
    expect(JSON.parse(probe!.body.toString())).toMatchObject({ type: 'probe', listingId: service.listingId });
  });

  it('of a seller that pulls has no address and is published without a probe', async () => {
    const delivery = { mode: 'pull', url: '' };
    const service = await published({ delivery });
    expect(service).toMatchObject({ state: 'published', deliveryMode: 'pull' });
    expect(kit.probes).toEqual([]);
    const version = await kit.registry.getVersion({ listingId: service.listingId, version: 1 });
    expect(version.delivery).toEqual(delivery);
    const { slug } = service;
    const pushed = await kit.registry.updateListing({ accountId: seller, slug, draft: draft({ slug }) });
    expect([pushed.deliveryMode, kit.probes.length]).toEqual(['push', 1]);
    const back = await kit.registry.updateListing({ accountId: seller, slug, draft: draft({ slug, delivery }) });
    expect([back.deliveryMode, kit.probes.length]).toEqual(['pull', 1]);
    for (const action of ['pause', 'resume']) await kit.registry.changeState({ accountId: seller, slug, action });
    expect(kit.probes).toHaveLength(1);
  });

  it.each([
    ['an address that is pulled from', { mode: 'pull', url: 'https://seller.example/' }, '/delivery/url'],
    ['nowhere to push', { mode: 'push', url: '' }, '/delivery/url'],
    ['another mode', { mode: 'poll', url: '' }, '/delivery/mode'],
  ])('is refused with %s', async (_, delivery, path) => {
    await expect(created({ delivery })).rejects.toMatchObject({
      code: 'invalid_request',
      fields: [{ path, message: expect.any(String) }],
    });
  });

  it('keeps every version for the tasks that were sold under it', async () => {
    const first = await published();
    const second = await kit.registry.updateListing({
      accountId: seller,
      slug: first.slug,
      draft: draft({ slug: first.slug, priceMsat: '9000' }),
    });
    expect(second).toMatchObject({ version: 2, priceMsat: '9000', state: 'published', listingId: first.listingId });
    const old = await kit.registry.getVersion({ listingId: first.listingId, version: 1 });
    expect(old.service).toMatchObject({ version: 1, priceMsat: '1500' });
    expect(old.delivery).toEqual({ mode: 'push', url: kit.url });
    expect(old.webhookSecretVersion).toBe(1);
    await expect(kit.registry.getVersion({ listingId: first.listingId, version: 3 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('pauses, resumes after another probe, and retires for good', async () => {
    const { slug } = await published();
    const move = (action: string) => kit.registry.changeState({ accountId: seller, slug, action });
    expect((await move('pause')).state).toBe('paused');
    await expect(move('publish')).rejects.toMatchObject({ code: 'conflict' });
    kit.probes = [];
    expect((await move('resume')).state).toBe('published');
    expect(kit.probes).toHaveLength(1);
    expect((await move('retire')).state).toBe('retired');
    for (const action of ['publish', 'pause', 'resume', 'retire']) {
      await expect(move(action)).rejects.toMatchObject({ code: 'conflict' });
    }
    const update = kit.registry.updateListing({ accountId: seller, slug, draft: draft({ slug }) });
    await expect(update).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is found among the own ones in pages, newest first, each once', async () => {
    const owner = newId('account');
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const slug = `own-${newId('listing').slice(-12)}`;
      const { service } = await kit.registry.createListing({ accountId: owner, draft: draft({ slug }) });
      ids.push(service?.listingId ?? '');
    }
    const found: string[] = [];
    for (let cursor = ''; found.length === 0 || cursor !== ''; ) {
      const page = await kit.registry.listOwn({ accountId: owner, cursor, limit: 2 });
      found.push(...page.services.map(({ listingId }) => listingId));
      cursor = page.nextCursor;
    }
    expect(found).toEqual(ids.sort().reverse());
    const wrong = kit.registry.listOwn({ accountId: owner, cursor: '7', limit: 2 });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_cursor' });
  });

  it('belongs to its seller: to others it does not exist', async () => {
    const { slug } = await published();
    const stranger = newId('account');
    const change = kit.registry.changeState({ accountId: stranger, slug, action: 'retire' });
    await expect(change).rejects.toMatchObject({ code: 'service_not_found' });
    const update = kit.registry.updateListing({ accountId: stranger, slug, draft: draft({ slug }) });
    await expect(update).rejects.toMatchObject({ code: 'service_not_found' });
    expect((await kit.registry.listOwn({ accountId: stranger, cursor: '', limit: 50 })).services).toEqual([]);
    expect((await kit.registry.getService({ slug })).state).toBe('published');
  });

  it('takes a slug once, also when two ask at the same time', async () => {
    const same = draft({ slug: 'only-one' });
    const asked = [1, 2, 3].map(() => kit.registry.createListing({ accountId: seller, draft: same }));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'slug_taken' });
    }
  });
});

describe('what is refused before anyone is called', () => {
  const nested = `${'{"properties":{"a":'.repeat(10_000)}{}${'}}'.repeat(10_000)}`;
  const refusals: [name: string, change: Partial<ListingDraft>, code: string, path: string][] = [
    ['a remote $ref', { inputSchemaJson: '{"$ref":"https://example.com/s"}' }, 'invalid_schema', '/inputSchema'],
    ['10,000 levels', { inputSchemaJson: nested }, 'invalid_schema', '/inputSchema'],
    ['a schema that is no JSON', { outputSchemaJson: '{' }, 'invalid_schema', '/outputSchema'],
    ['an unknown type', { outputSchemaJson: '{"type":"text"}' }, 'invalid_schema', '/outputSchema'],
    ['an example that breaks the input', { exampleJson: '{"input":{}}' }, 'invalid_example', '/example/input'],
    [
      'an example that breaks the output',
      { exampleJson: '{"input":{"text":""},"output":{"words":"two"}}' },
      'invalid_example',
      '/example/output',
    ],
    ['an example without input', { exampleJson: '{}' }, 'invalid_example', '/example/input'],
    ['a private address', { delivery: { mode: 'push', url: 'https://192.168.1.1/' } }, 'invalid_endpoint', ''],
    ['plain http', { delivery: { mode: 'push', url: 'http://seller.example/' } }, 'invalid_endpoint', ''],
    ['loopback on another port', { delivery: { mode: 'push', url: 'http://127.0.0.1:1/' } }, 'invalid_endpoint', ''],
  ];
  it.each(refusals)('refuses %s', async (_, change, code, path) => {
    const error = await kit.registry
      .createListing({ accountId: seller, draft: draft(change) })
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ code });
    if (path !== '') expect(error.fields[0]?.path).toMatch(new RegExp(`^${path}`));
    expect(kit.probes).toEqual([]);
  });
});

describe('the probe', () => {
  const failures: [name: string, answer: Behaviour][] = [
    ['answers another status', (_, __, response) => response.writeHead(500).end()],
    ['repeats another challenge', (_, __, response) => response.end('{"challenge":"x"}')],
    ['answers no JSON', (_, __, response) => response.end('hello')],
    ['redirects', (_, __, response) => response.writeHead(307, { location: 'http://10.0.0.1/' }).end()],
    ['sends too much', (_, __, response) => response.end(Buffer.alloc(1_000_000, 32))],
    ['hangs up', (_, request) => request.socket.destroy()],
  ];
  it.each(failures)('keeps a draft a draft when the endpoint %s', async (_, answer) => {
    kit.behaviour = answer;
    const { service } = await created();
    const publishing = kit.registry.changeState({ accountId: seller, slug: service.slug, action: 'publish' });
    await expect(publishing).rejects.toMatchObject({ code: 'endpoint_failed_probe' });
    const own = await kit.registry.listOwn({ accountId: seller, cursor: '', limit: 50 });
    expect(own.services.find(({ slug }) => slug === service.slug)?.state).toBe('draft');
  });

  it('calls one host at most twelve times a minute, whoever asks', async () => {
    const { service } = await created();
    kit.behaviour = (_, __, response) => response.writeHead(500).end();
    const publish = () =>
      kit.registry
        .changeState({ accountId: seller, slug: service.slug, action: 'publish' })
        .then(() => undefined)
        .catch((error: AppError) => error);
    const errors: (AppError | undefined)[] = [];
    for (let i = 0; i < 13; i += 1) errors.push(await publish());
    expect(errors.slice(0, 12).map((error) => error?.code)).toEqual(Array(12).fill('endpoint_failed_probe'));
    expect(errors[12]).toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 60 });
    expect(kit.probes).toHaveLength(12);
  });
});
