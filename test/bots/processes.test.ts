import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleText } from '#apps/bots/sample-text';
import { type Analysis, analyseText } from '#apps/bots/text-analysis';
import { MarketClient } from '#sdk/client';
import { readInvoice } from '#sdk/invoice';
import { type BotProcess, startBot } from '#test/bots/bot-process';
import { type FakeLnd, fakeLnd, report } from '#test/bots/fake-lnd';
import { type FakeMarket, fakeMarket } from '#test/bots/fake-market';

let market: FakeMarket;
let lnd: FakeLnd;
let folder: string;
let bots: BotProcess[];

beforeEach(async () => {
  [market, lnd] = await Promise.all([fakeMarket(), fakeLnd()]);
  folder = mkdtempSync(join(tmpdir(), 'bots-'));
  bots = [];
  lnd.balanceMsat = '100000';
});

afterEach(async () => {
  for (const bot of bots) bot.kill();
  await Promise.all(bots.map((bot) => bot.ended()));
  lnd.close();
  await market.close();
  rmSync(folder, { recursive: true });
});

function start(...args: Parameters<typeof startBot>): BotProcess {
  const bot = startBot(...args);
  bots.push(bot);
  return bot;
}

function startSeller(name: 'text-analysis-seller' | 'failing-seller' = 'text-analysis-seller'): BotProcess {
  return start(name, { MARKET_URL: market.url, STATE_FILE: join(folder, `${name}.json`) });
}

function startBuyer(...args: string[]): BotProcess {
  const { address, tlsCertFile, macaroonFile } = lnd;
  const settings = { LND_GRPC: address, LND_TLS_CERT_FILE: tlsCertFile, LND_MACAROON_FILE: macaroonFile };
  return start('buyer', { MARKET_URL: market.url, ...settings }, args);
}

const task = (text: unknown, attempt = 1) => ({
  type: 'task',
  taskId: 'tsk_1',
  attempt,
  service: 'text-analysis',
  version: 1,
  input: { text },
  deadlineAt: new Date(Date.now() + 10_000).toISOString(),
  callbackUrl: `${market.url}/v1/work/tsk_1/attempts/1`,
});

describe('the text-analysis seller', () => {
  it('opens an account, lists and publishes its service, and works', async () => {
    const seller = startSeller();
    const ready = await seller.event('ready');
    expect(ready).toMatchObject({ service: 'text-analysis', version: 1, priceMsat: '1500' });
    const entry = market.listings.get('text-analysis');
    expect(entry?.service.state).toBe('published');
    expect(entry?.listing.delivery.url).toBe(ready.url);
    expect(market.probes).toEqual([{ status: 200, body: { challenge: expect.any(String) } }]);

    market.balanceMsat = '1470';
    const answer = await market.deliver('text-analysis', task(sampleText), 'att_1');
    expect(answer).toEqual({ status: 200, body: { output: analyseText({ text: sampleText }) } });
    expect(await seller.event('sold')).toMatchObject({ taskId: 'tsk_1', attempt: 1 });
    expect(await seller.event('earned')).toMatchObject({ earnedMsat: '1470', balanceMsat: '1470' });

    const state = join(folder, 'text-analysis-seller.json');
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({
      slug: 'text-analysis',
      webhookSecret: entry?.secret,
    });
  });

  it('refuses what is no prose', async () => {
    const seller = startSeller();
    await seller.event('ready');
    const answer = await market.deliver('text-analysis', task('http://'.repeat(2000)), 'att_1');
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('500 characters') } },
    });
    expect(await seller.event('work-failed')).toMatchObject({ refused: true });
  });

  it('ends with its parent and, started again, goes on with its account under its new address', async () => {
    const first = startSeller();
    const before = await first.event('ready');
    first.closePipe();
    expect(await first.ended()).toBe(0);

    const ready = await startSeller().event('ready');
    expect(ready).toMatchObject({ accountId: before.accountId, service: 'text-analysis', version: 2 });
    expect(market.listings.size).toBe(1);
    expect((await market.deliver('text-analysis', task('A fine day.'), 'att_1')).status).toBe(200);
  });

  it('starts anew at a marketplace that has forgotten it', async () => {
    const first = startSeller();
    await first.event('ready');
    first.closePipe();
    await first.ended();
    await market.close();
    market = await fakeMarket();
    expect(await startSeller().event('ready')).toMatchObject({ service: 'text-analysis', version: 1 });
  });

  it('takes another slug when its own is taken', async () => {
    const { credential } = await new MarketClient({ baseUrl: market.url }).createAccount('squatter');
    await new MarketClient({ baseUrl: market.url, credential }).createListing({
      slug: 'text-analysis',
      title: 'Squatted',
      description: '',
      tags: [],
      inputSchema: {},
      outputSchema: {},
      example: { input: 1 },
      priceMsat: '1',
      deadlineMs: 1,
      delivery: { mode: 'push', url: market.url },
    });
    expect((await startSeller().event('ready')).service).toMatch(/^text-analysis-[0-9a-f]{6}$/);
  });

  it('says what is missing and ends', async () => {
    const bot = start('text-analysis-seller', { MARKET_URL: market.url });
    expect(await bot.event('error')).toMatchObject({ message: 'STATE_FILE is not set' });
    expect(await bot.ended()).toBe(1);
  });
});

describe('the failing seller', () => {
  it('fails, and when it is asked again it gives up for good', async () => {
    const seller = startSeller('failing-seller');
    const { service } = await seller.event('ready');
    expect((await market.deliver(service, task('x'), 'att_1')).status).toBe(500);
    expect(await seller.event('work-failed')).toMatchObject({ attempt: 1, refused: false });
    expect((await market.deliver(service, task('x', 2), 'att_2')).status).toBe(422);
    expect(await seller.event('work-failed', 2)).toMatchObject({ attempt: 2, refused: true });
  });
});

describe('the buyer', () => {
  beforeEach(async () => {
    await startSeller().event('ready');
  });

  it('finds a service, pays from its wallet, prints the result and ends', async () => {
    market.result = { taskId: 'tsk_1', state: 'DELIVERED', output: analyseText({ text: sampleText }) };
    lnd.send = [
      (stream) => {
        const { paymentHash } = readInvoice(stream.request.payment_request);
        lnd.balanceMsat = '98499';
        report(stream, { status: 'SUCCEEDED', payment_preimage: market.preimages.get(paymentHash), fee_msat: '1' });
        stream.end();
      },
    ];
    const buyer = startBuyer('--query', 'text analysis', '--max-msat', '1500');
    const bought = await buyer.event('bought');
    expect(bought).toMatchObject({
      service: 'text-analysis',
      taskId: 'tsk_1',
      paidMsat: '1500',
      feeMsat: '1',
      balanceBeforeMsat: '100000',
      balanceAfterMsat: '98499',
    });
    expect((bought.output as Analysis).entities).toContainEqual({ text: '$0.40', type: 'MONEY', count: 1 });
    expect(await buyer.ended()).toBe(0);
    const steps = buyer.events.flatMap((event) => (event.event === 'step' ? [event.name] : []));
    expect(steps).toEqual(['search', 'found', 'request', '402', 'paying', 'paid', 'request', 'answer']);
    const order = market.requests.find(({ path }) => path === '/v1/services/text-analysis/tasks');
    expect(JSON.parse(order?.body ?? '')).toEqual({ input: { text: sampleText } });
  });

  it('tells why nothing was bought and that its wallet is whole', async () => {
    lnd.send = [
      (stream) => {
        report(stream, { status: 'FAILED', failure_reason: 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS' });
        stream.end();
      },
    ];
    const buyer = startBuyer('--input', '{"text":"hello"}');
    expect(await buyer.event('not-bought')).toMatchObject({
      error: 'PaymentFailed',
      message: 'FAILED: the seller answered with status 500',
      taskId: 'tsk_1',
      walletWhole: true,
      balanceAfterMsat: '100000',
    });
    expect(await buyer.ended()).toBe(0);
  });

  it('ends with an error when no service fits', async () => {
    const buyer = startBuyer('--query', 'gardening');
    expect((await buyer.event('error')).message).toContain('no service for "gardening"');
    expect(await buyer.ended()).toBe(1);
  });
});
