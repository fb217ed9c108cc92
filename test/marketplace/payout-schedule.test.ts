/** A seller's earnings go to its Lightning address by themselves: from the sale to the money in its own wallet. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nodeOf } from '#apps/botbazaar/connect-file';
import type { Payout } from '#contracts/http/payout';
import type { PayoutSchedule } from '#contracts/http/payout-schedule';
import { projectRoot } from '#kernel/project-root';
import { connectLnd, type LndClient } from '#lightning/lnd-client';
import { MarketClient } from '#sdk/client';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { type Answer, send } from '#test/harness/http';
import { anyGateway } from '#test/harness/market-access';
import { suiteMarketplace } from '#test/harness/marketplace';
import type { Payee } from '#test/harness/payees';
import type { Listing } from '#test/harness/sellers';
import { until } from '#test/harness/until';

const market = suiteMarketplace(() => ({ sellerPorts: 3 }));
const path = '/v1/accounts/me/payout-schedule';
/** The worker looks every few seconds, and twice in a row where a payout has ended. */
const withinMs = 30_000;
let wallet: LndClient;
let before: Wallets;

beforeAll(async () => {
  const { grpc, tlsCertFile, macaroonFile } = nodeOf(market().connection(), 'seller');
  const macaroon = (await readFile(macaroonFile)).toString('hex');
  wallet = connectLnd({ address: grpc, tlsCertFile, macaroon: () => macaroon });
  before = await market().books.wallets();
}, 60_000);

/** A Lightning address of the seller's node. */
function payee(): Payee {
  return market().sellers.payees.add(async (amountMsat, descriptionHash) => {
    const request = { value_msat: amountMsat.toString(), description_hash: descriptionHash };
    return (await wallet.unary(wallet.lightning.AddInvoice, request)).payment_request;
  });
}

async function ask(
  { credential }: Listing,
  what: string,
  options: { method?: string; body?: object } = {},
): Promise<Answer> {
  const headers = { authorization: `Bearer ${credential}` };
  return await send(anyGateway(market().access()), what, { headers, ...options });
}

const set = (listing: Listing, body: object) => ask(listing, path, { method: 'PUT', body });
const look = async (listing: Listing) => (await ask(listing, path)).json<PayoutSchedule>();
const payoutsOf = async (listing: Listing) => (await ask(listing, '/v1/payouts')).json<{ payouts: Payout[] }>().payouts;

/** The seller has earned the price less the fee of the marketplace. */
async function sell(listing: Listing): Promise<void> {
  const { challenge } = await market()
    .buyer()
    .buy(taskOrder(listing.slug, { text: 'earn' }));
  await market().books.ended(challenge.taskId);
}

const paidOut = (listing: Listing, count: number) =>
  until(
    () => payoutsOf(listing),
    (payouts) => payouts.length === count && payouts.every(({ state }) => state === 'SUCCEEDED'),
    withinMs,
  );

describe('what a seller earns', () => {
  it('goes to its Lightning address by itself, from the threshold on', async () => {
    const listing = await market().list({ priceMsat: '1000000' });
    const { address, asked } = payee();
    const schedule = { address, every: 'instant', thresholdMsat: '1500000' };
    const done = await set(listing, schedule);
    expect([done.status, done.json(), done.headers['cache-control']]).toEqual([200, schedule, 'no-store']);
    await sell(listing);
    await sleep(4_000);
    expect([await payoutsOf(listing), asked]).toEqual([[], []]);

    await sell(listing);
    const earned = 2n * 970_000n;
    const [payout] = await paidOut(listing, 1);
    // One per cent is set aside for routing.
    expect(payout).toMatchObject({ amountMsat: '1920600', feeMsat: '0', attempts: 1 });
    expect(asked).toEqual([1_920_600n]);
    expect(await listing.balanceMsat()).toBe(earned - 1_920_600n);
    const seen = await look(listing);
    expect(seen).toEqual({ ...schedule, lastPayoutId: payout?.payoutId, nextAt: expect.any(String) });
    expect(Date.parse(seen.nextAt ?? '') - Date.parse(payout?.createdAt ?? '')).toBe(60_000);
    const wallets = await market().books.wallets();
    expect(wallets.nodes.seller.channelMsat - before.nodes.seller.channelMsat).toBe(1_920_600n);
    await expectSound(market().books, before);
  }, 90_000);

  it('stays while the address does not answer, which is shown, and goes there when it does', async () => {
    const listing = await market().list({ priceMsat: '500000' });
    const own = payee();
    own.answers = false;
    const schedule = { address: own.address, every: 'daily', thresholdMsat: '1000', maxFeeMsat: '0' };
    await set(listing, schedule);
    await sell(listing);
    const seen = await until(
      () => look(listing),
      ({ lastError }) => lastError !== undefined,
      withinMs,
    );
    expect(seen).toEqual({
      ...schedule,
      lastError: { code: 'address_unusable', at: expect.any(String) },
      nextAt: expect.any(String),
    });
    expect(Date.parse(seen.nextAt ?? '') - Date.parse(seen.lastError?.at ?? '')).toBe(60_000);
    expect([await payoutsOf(listing), await listing.balanceMsat()]).toEqual([[], 485_000n]);

    own.answers = true;
    expect((await set(listing, schedule)).json()).toEqual(schedule);
    const [payout] = await paidOut(listing, 1);
    expect(payout).toMatchObject({ amountMsat: '485000', feeLimitMsat: '0', feeMsat: '0' });
    expect(await listing.balanceMsat()).toBe(0n);
    const { lastError, lastPayoutId, nextAt } = await look(listing);
    expect([lastError, lastPayoutId]).toEqual([undefined, payout?.payoutId]);
    expect(Date.parse(nextAt ?? '') - Date.parse(payout?.createdAt ?? '')).toBe(86_400_000);
    await expectSound(market().books, before);
  }, 90_000);

  it('goes there by the commands of the page', async () => {
    const listing = await market().list({ priceMsat: '200000' });
    const { address } = payee();
    const page = await readFile(join(projectRoot, 'docs', 'payouts.md'), 'utf8');
    const [, commands = ''] = /## By itself[^#]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];
    const { stdout } = await promisify(execFile)(
      '/bin/sh',
      ['-e', '-c', commands.replaceAll('http://127.0.0.1:8402', anyGateway(market().access()))],
      { env: { PATH: process.env.PATH ?? '', CREDENTIAL: listing.credential, ADDRESS: address } },
    );
    const shown = JSON.stringify({ address, every: 'hourly', thresholdMsat: '100000' });
    expect(stdout).toBe(shown + shown);
    await sell(listing);
    expect(await paidOut(listing, 1)).toMatchObject([{ amountMsat: '189000' }]);
  }, 60_000);

  it('goes there by the SDK, which also says how the schedule stands', async () => {
    const listing = await market().list({ priceMsat: '200000' });
    const { address } = payee();
    const client = new MarketClient({ baseUrl: anyGateway(market().access()), credential: listing.credential });
    const schedule = { address, every: 'instant', thresholdMsat: '100000', maxFeeMsat: '2000' } as const;
    expect(await client.setPayoutSchedule(schedule)).toEqual(schedule);
    await sell(listing);
    const [payout] = await paidOut(listing, 1);
    expect(await client.payoutSchedule()).toMatchObject({ ...schedule, lastPayoutId: payout?.payoutId });
    await client.deletePayoutSchedule();
    await expect(client.payoutSchedule()).rejects.toMatchObject({ status: 404, code: 'not_found' });
  }, 60_000);

  it('stays again when the schedule is deleted', async () => {
    const listing = await market().list({ priceMsat: '500000' });
    const { address, asked } = payee();
    await set(listing, { address, every: 'instant', thresholdMsat: '1000' });
    const removed = await ask(listing, path, { method: 'DELETE' });
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await ask(listing, path)).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await ask(listing, path, { method: 'DELETE' })).status).toBe(204);
    await sell(listing);
    await sleep(5_000);
    expect([await payoutsOf(listing), asked, await listing.balanceMsat()]).toEqual([[], [], 485_000n]);
  }, 60_000);
});

describe('a schedule', () => {
  const good = { address: 'bot@wallet.example', every: 'hourly', thresholdMsat: '100000' };
  let poor: Listing;
  beforeAll(async () => {
    poor = await account();
  });

  it.each([
    [{ ...good, address: undefined }, 400, 'invalid_request'],
    [{ ...good, address: '' }, 400, 'invalid_request'],
    [{ ...good, address: `${'a'.repeat(2_037)}@wallet.test` }, 400, 'invalid_request'],
    [{ ...good, address: 'lnurlp://wallet.example/\0' }, 400, 'invalid_request'],
    [{ ...good, address: 'pay me' }, 422, 'address_unusable'],
    [{ ...good, address: 'lnurl1dp68gurn8ghj7' }, 422, 'address_unusable'],
    [{ ...good, address: 'lnbcrt1nonsense' }, 422, 'address_unusable'],
    [{ ...good, every: 'weekly' }, 400, 'invalid_request'],
    [{ ...good, every: undefined }, 400, 'invalid_request'],
    [{ ...good, thresholdMsat: undefined }, 400, 'invalid_request'],
    [{ ...good, thresholdMsat: 100_000 }, 400, 'invalid_request'],
    [{ ...good, thresholdMsat: '-1' }, 400, 'invalid_request'],
    [{ ...good, thresholdMsat: '9999999999999999999' }, 400, 'invalid_amount'],
    [{ ...good, thresholdMsat: '999' }, 422, 'payout_limit'],
    [{ ...good, thresholdMsat: '1000000001' }, 422, 'payout_limit'],
    [{ ...good, maxFeeMsat: '50001' }, 422, 'payout_limit'],
    [{ ...good, maxFeeMsat: '1.5' }, 400, 'invalid_request'],
    [{ ...good, invoice: 'lnbcrt1' }, 400, 'invalid_request'],
    [[good], 400, 'invalid_request'],
  ])('is not set to %j: %i %s', async (body, status, code) => {
    expect((await set(poor, body)).json()).toMatchObject({ status, code });
    expect((await ask(poor, path)).json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('is its account’s alone', async () => {
    const mine = await account();
    expect((await set(mine, good)).status).toBe(200);
    expect((await ask(poor, path)).json()).toMatchObject({ status: 404 });
    expect((await ask(poor, path, { method: 'DELETE' })).status).toBe(204);
    expect(await look(mine)).toEqual(good);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const options = { method, ...(method === 'PUT' && { body: good }) };
      expect((await send(anyGateway(market().access()), path, options)).status).toBe(401);
    }
  });
});

/** One that sells nothing. */
async function account(): Promise<Listing> {
  const answer = await send(anyGateway(market().access()), '/v1/accounts', { body: {} });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.json<Listing>();
}
