/**
 * A database that is restored from an older copy, under a node that goes on: what both kinds of nodes must show, and what the suites
 * about it have in common.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { nodeOf } from '#apps/botbazaar/connect-file';
import type { Payout } from '#contracts/http/payout';
import { connectLnd, type LndClient } from '#lightning/lnd-client';
import { MarketClient } from '#sdk/client';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { type Answer, send } from '#test/harness/http';
import { anyGateway } from '#test/harness/market-access';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Listing } from '#test/harness/sellers';
import { until } from '#test/harness/until';

interface Regression {
  readonly regressionId: string;
  readonly state: string;
  readonly lines: string;
  readonly endedBy?: string;
  readonly reason: string;
}
interface Asked {
  readonly payoutId: string;
  readonly key: string;
  readonly invoice: string;
}

export const priceMsat = 1_000_000n;
/** A comparison waits for quiet, final receipts for settlement's sweep of a minute. */
export const importedMs = 180_000;
export const market = suiteMarketplace(() => ({
  sellerPorts: 3,
  environment: { BOTBAZAAR_CHALLENGES_PER_MINUTE: '100000', BOTBAZAAR_CHALLENGES_BURST: '10000' },
}));
export let seller: LndClient;
export let working: Listing;
let failing: Listing;

beforeAll(async () => {
  const { grpc, tlsCertFile, macaroonFile } = nodeOf(market().connection(), 'seller');
  const macaroon = (await readFile(macaroonFile)).toString('hex');
  seller = connectLnd({ address: grpc, tlsCertFile, macaroon: () => macaroon });
  working = await market().list({ priceMsat: String(priceMsat) });
  failing = await market().list({
    priceMsat: '2000',
    behaviour: (_, response) => answer(response, 422, { error: { code: 'no', message: 'never' } }),
  });
  await trade(working);
  await until(
    () => market().books.reconciled(),
    ({ verdict }) => verdict === 'balanced',
    60_000,
  );
}, 150_000);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const asAdmin = async <T>(path: string, reason?: string): Promise<T> => {
  const { adminToken } = market().access();
  const body = reason === undefined ? {} : { body: { reason } };
  return (await send(anyGateway(market().access()), path, { headers: bearer(adminToken), ...body })).json<T>();
};
export const regressions = async () =>
  (await asAdmin<{ regressions: Regression[] }>('/v1/admin/regressions')).regressions;
const metrics = async () => {
  const headers = bearer(market().access().adminToken);
  return (await send(anyGateway(market().access()), '/metrics', { headers })).text;
};

/** Sold by hold and by invoice, failed by hold and by invoice: seller and fee, nothing, and a refund that is owed. */
export async function trade(by: Listing): Promise<void> {
  for (const listing of [by, failing]) {
    for (const funding of ['hold', 'invoice'] as const) {
      const buyer = market().buyer();
      const offered = await buyer.challenge(taskOrder(listing.slug, { text: 'a' }, { funding }));
      // The money of a hold that fails comes back.
      await buyer.pay(offered).catch(() => undefined);
      await market().books.ended(offered.taskId, 30_000);
    }
  }
}

/** Failed by invoice, and half of what is owed is taken back. */
async function takeHalfBack(): Promise<void> {
  const buyer = market().buyer();
  const offered = await buyer.challenge(taskOrder(failing.slug, { text: 'a' }, { funding: 'invoice' }));
  const { preimage } = await buyer.pay(offered);
  await market().books.ended(offered.taskId, 30_000);
  const { taskId, headerMacaroon: macaroon, invoice } = offered;
  const client = new MarketClient({ baseUrl: anyGateway(market().access()) });
  const paid = { macaroon, invoice, preimage };
  const { payment_request: mine } = await seller.unary(seller.lightning.AddInvoice, { value_msat: '1000' });
  await until(
    () => client.claimRefund(taskId, paid, { invoice: mine }).catch(() => undefined),
    (payout) => payout?.state === 'SUCCEEDED',
    90_000,
  );
}

async function payOut({ credential }: Listing, asked: Pick<Asked, 'key' | 'invoice'>): Promise<Answer> {
  const headers = { ...bearer(credential), 'idempotency-key': asked.key };
  return await send(anyGateway(market().access()), '/v1/payouts', { headers, body: { invoice: asked.invoice } });
}

async function newPayout(listing: Listing, amountMsat: bigint): Promise<Asked> {
  const { payment_request: invoice } = await seller.unary(seller.lightning.AddInvoice, {
    value_msat: amountMsat.toString(),
  });
  const key = randomBytes(8).toString('hex');
  // Until its earnings are final, there is not enough.
  const reply = await until(
    () => payOut(listing, { key, invoice }),
    ({ status }) => status === 201,
    90_000,
  );
  return { payoutId: reply.json<Payout>().payoutId, key, invoice };
}

const stateOf = async ({ credential }: Listing, { payoutId }: Asked) =>
  (await send(anyGateway(market().access()), `/v1/payouts/${payoutId}`, { headers: bearer(credential) })).json<Payout>()
    .state;
const paidOut = (listing: Listing, asked: Asked) =>
  until(
    () => stateOf(listing, asked),
    (state) => state === 'SUCCEEDED',
    30_000,
  );

/** By line of the chart and owner; final or not is a matter of time. */
export async function books(): Promise<Record<string, bigint>> {
  type Account = { code: number; owner: string; balanceMsat: string };
  const { accounts } = await asAdmin<{ accounts: Account[] }>('/v1/admin/ledger/accounts?limit=500');
  const sums: Record<string, bigint> = {};
  for (const { code, owner, balanceMsat } of accounts) {
    const name = `${code === 1130 ? 1110 : code} ${owner}`;
    sums[name] = (sums[name] ?? 0n) + BigInt(balanceMsat);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}

type Books = Awaited<ReturnType<typeof books>>;

export const openIncidents = async () => {
  const { incidents } = await asAdmin<{ incidents: { kind: string }[] }>('/v1/admin/incidents?open=true');
  return incidents.map(({ kind }) => kind);
};

async function refused(listing: Listing): Promise<void> {
  const sale = await market()
    .buyer()
    .send(taskOrder(listing.slug, { text: 'a' }));
  expect([sale.status, sale.json()]).toMatchObject([503, { code: 'lightning_unavailable' }]);
  const { payment_request: invoice } = await seller.unary(seller.lightning.AddInvoice, { value_msat: '10000' });
  const payout = await payOut(listing, { key: randomBytes(8).toString('hex'), invoice });
  expect([payout.status, payout.json()]).toMatchObject([503, { code: 'lightning_unavailable' }]);
}

const schedulePath = '/v1/accounts/me/payout-schedule';
/** More than anybody earns here: what is to be seen is that the schedules are there. */
const thresholdMsat = '1000000000';

async function setSchedule({ credential }: Listing, every: string): Promise<void> {
  const body = { address: 'bot@wallet.example', every, thresholdMsat };
  const options = { method: 'PUT', headers: bearer(credential), body };
  const set = await send(anyGateway(market().access()), schedulePath, options);
  expect([set.status, set.json()]).toEqual([200, body]);
}

async function deleteSchedule({ credential }: Listing): Promise<void> {
  const options = { method: 'DELETE', headers: bearer(credential) };
  expect((await send(anyGateway(market().access()), schedulePath, options)).status).toBe(204);
}

/** How often each is paid out by itself; undefined where it is not. */
async function frequencies(listings: readonly Listing[]): Promise<(string | undefined)[]> {
  return await Promise.all(
    listings.map(async ({ credential }) => {
      const answer = await send(anyGateway(market().access()), schedulePath, { headers: bearer(credential) });
      return answer.json<{ every?: string }>().every;
    }),
  );
}

/** Until nothing is missing any more. */
export async function imported(): Promise<Regression> {
  const ended = await until(
    async () => (await regressions())[0],
    (newest) => newest?.state === 'ENDED',
    importedMs,
  );
  if (!ended) throw new Error('no regression was found');
  return ended;
}

export const ready = async () => (await send(anyGateway(market().access()), '/readyz')).status;

/** What was done before the copy, then the copy, then more: what the copy has forgotten, and what puts it back. */
export async function forgotten(): Promise<{
  late: Listing;
  payouts: [Listing, Asked][];
  restore: () => Promise<void>;
}> {
  const early = await newPayout(working, 50_000n);
  await paidOut(working, early);
  await setSchedule(working, 'daily');
  await setSchedule(failing, 'daily');
  const restore = await market().database.backup();
  await until(ready, (status) => status === 200, 30_000);
  const late = await market().list({ priceMsat: String(priceMsat) });
  await trade(working);
  await trade(late);
  await takeHalfBack();
  await setSchedule(working, 'hourly');
  await deleteSchedule(failing);
  await setSchedule(late, 'daily');
  await setSchedule(late, 'instant');
  const payouts: [Listing, Asked][] = [
    [working, await newPayout(working, 100_000n)],
    [late, await newPayout(late, 200_000n)],
  ];
  for (const payout of payouts) await paidOut(...payout);
  return { late, payouts: [[working, early], ...payouts], restore };
}

/** Everything is as it was, nothing is paid twice, and it goes on. */
export async function expectRestored(
  payouts: readonly [Listing, Asked][],
  booksBefore: Books,
  before: Wallets,
): Promise<void> {
  for (const payout of payouts) await paidOut(...payout);
  expect(await books()).toEqual(booksBefore);
  expect((await market().books.wallets()).nodes.market.channelMsat).toBe(before.nodes.market.channelMsat);
  await expectSound(market().books, before);
  const last = payouts.at(-1)?.[0];
  expect(await frequencies([working, failing, ...(last ? [last] : [])])).toEqual(['hourly', undefined, 'instant']);
  // The same request is the same payout, also that of an account which the copy did not know.
  for (const [listing, asked] of payouts) {
    const again = await payOut(listing, asked);
    expect([again.status, again.json<Payout>().payoutId]).toEqual([200, asked.payoutId]);
  }
  await until(ready, (status) => status === 200, 30_000);
  await trade(working);
  await paidOut(working, await newPayout(working, 30_000n));
  expect((await market().books.reconciled()).verdict).toBe('balanced');
}

export function isImported(): void {
  it('is imported from the journal, to the same books, and pays nothing twice', async () => {
    const { payouts, restore } = await forgotten();
    const [booksBefore, walletsBefore] = [await books(), await market().books.wallets()];
    expect(booksBefore['2160 ']).toBeGreaterThan(0n);

    await market().restart(0, restore);
    expect(await ready()).toBe(503);
    await refused(working);
    expect(await metrics()).toMatch(/botbazaar_node_fit\{.*reason="db_regressed".*\} 0/);
    const { nodes } = await asAdmin<{ nodes: { reason: string }[] }>('/v1/admin/nodes');
    expect(nodes.map(({ reason }) => reason)).toEqual(['db_regressed']);
    expect(await openIncidents()).toContain('db_regressed');

    const { endedBy, lines } = await imported();
    expect([endedBy, Number(lines) > 20]).toEqual(['billing', true]);
    expect(await openIncidents()).toEqual([]);
    await expectRestored(payouts, booksBefore, walletsBefore);
  }, 420_000);
}
