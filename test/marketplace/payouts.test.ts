/** A seller withdraws what it has earned: the whole way, from the sale to the money in its own wallet. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nodeOf } from '#apps/botbazaar/connect-file';
import type { Transfer } from '#contracts/http/ledger';
import type { Payout } from '#contracts/http/payout';
import { projectRoot } from '#kernel/project-root';
import { connectLnd, type LndClient } from '#lightning/lnd-client';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { type Answer, send } from '#test/harness/http';
import { anyGateway } from '#test/harness/market-access';
import { suiteMarketplace } from '#test/harness/marketplace';
import type { Listing } from '#test/harness/sellers';
import { until } from '#test/harness/until';

const market = suiteMarketplace();
let listing: Listing;
let wallet: LndClient;
let before: Wallets;
let earned = 0n;

beforeAll(async () => {
  const { grpc, tlsCertFile, macaroonFile } = nodeOf(market().connection(), 'seller');
  const macaroon = (await readFile(macaroonFile)).toString('hex');
  wallet = connectLnd({ address: grpc, tlsCertFile, macaroon: () => macaroon });
  listing = await market().list({ priceMsat: '1000000' });
  before = await market().books.wallets();
  const { challenge } = await market()
    .buyer()
    .buy(taskOrder(listing.slug, { text: 'earn' }));
  await market().books.ended(challenge.taskId);
  earned = await listing.balanceMsat();
  // What is not final is not paid out.
  await until(
    () => market().books.balance(1110),
    (finalMsat) => finalMsat >= 1_000_000n,
    20_000,
  );
}, 60_000);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function invoice(amountMsat: bigint, more: object = {}) {
  const { payment_request: request, r_hash: hash } = await wallet.unary(wallet.lightning.AddInvoice, {
    value_msat: amountMsat.toString(),
    ...more,
  });
  return { request, hash };
}

async function ask(path: string, body?: unknown, key?: string): Promise<Answer> {
  const headers = { ...bearer(listing.credential), ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return await send(anyGateway(market().access()), path, { headers, ...(body === undefined ? {} : { body }) });
}

async function payOut(body: object, key = randomBytes(8).toString('hex')): Promise<Answer> {
  return await ask('/v1/payouts', body, key);
}

async function ended(payoutId: string, withinMs = 20_000): Promise<Payout> {
  const look = async () => (await ask(`/v1/payouts/${payoutId}`)).json<Payout>();
  return await until(look, ({ state }) => state === 'SUCCEEDED' || state === 'FAILED', withinMs);
}

async function transfersOf(payoutId: string): Promise<Transfer[]> {
  const access = market().access();
  const headers = bearer(access.adminToken);
  const answer = await send(anyGateway(access), `/v1/admin/ledger/transfers?ref=${payoutId}`, { headers });
  return answer.json<{ transfers: Transfer[] }>().transfers.reverse();
}

const legsOf = ({ kind, legs }: Transfer) => [kind, ...legs.map(({ code, amountMsat }) => `${code} ${amountMsat}`)];

describe('a payout', () => {
  it('reaches the wallet of the seller, who gets the proof and what routing did not cost', async () => {
    const { request, hash } = await invoice(200_000n);
    const key = 'first payout';
    const asked = await payOut({ invoice: request }, key);
    expect(asked.status).toBe(201);
    const { payoutId } = asked.json<Payout>();
    expect(asked.headers.location).toBe(`/v1/payouts/${payoutId}`);
    expect(asked.json()).toMatchObject({ state: 'RESERVED', amountMsat: '200000', feeLimitMsat: '5000', attempts: 0 });

    const paid = await ended(payoutId);
    expect(paid).toMatchObject({
      state: 'SUCCEEDED',
      amountMsat: '200000',
      attempts: 1,
      paymentHash: hash.toString('hex'),
    });
    expect(
      createHash('sha256')
        .update(Buffer.from(paid.preimage ?? '', 'hex'))
        .digest(),
    ).toEqual(hash);

    const feeMsat = BigInt(paid.feeMsat ?? '');
    expect(await listing.balanceMsat()).toBe(earned - 200_000n - feeMsat);
    earned -= 200_000n + feeMsat;
    const wallets = await market().books.wallets();
    expect(wallets.nodes.seller.channelMsat - before.nodes.seller.channelMsat).toBe(200_000n);
    await expectSound(market().books, before);

    const fee = feeMsat === 0n ? [] : [`5110 ${feeMsat}`];
    expect((await transfersOf(payoutId)).map(legsOf)).toEqual([
      ['payout_reserved', '2110 205000', '2210 -205000'],
      [
        'payout_succeeded',
        '2210 205000',
        ...fee,
        `1110 -${200_000n + feeMsat}`,
        ...(feeMsat === 0n ? [] : [`4120 -${feeMsat}`]),
        `2110 -${5_000n - feeMsat}`,
      ],
    ]);

    const again = await payOut({ invoice: request }, key);
    expect([again.status, again.json<Payout>()]).toEqual([200, paid]);
    expect((await payOut({ invoice: request })).json()).toMatchObject({ code: 'invoice_already_used', status: 409 });
    expect((await payOut({ invoice: request, maxFeeMsat: '7' }, key)).json()).toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await listing.balanceMsat()).toBe(earned);
  }, 40_000);

  it('is made by the commands of its page', async () => {
    const page = await readFile(join(projectRoot, 'docs', 'payouts.md'), 'utf8');
    const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
    const { request } = await invoice(50_000n);
    const { stdout } = await promisify(execFile)(
      '/bin/sh',
      ['-e', '-c', commands.replaceAll('http://127.0.0.1:8402', anyGateway(market().access()))],
      { env: { PATH: process.env.PATH ?? '', CREDENTIAL: listing.credential, INVOICE: request } },
    );
    // Two documents, one after the other, without anything between them.
    expect(stdout).toMatch(
      /^\{"payoutId":"pay_[0-9a-f]{32}","state":"RESERVED".*\}\{"payouts":\[\{.*"state":"SUCCEEDED"/s,
    );
    earned = await listing.balanceMsat();
  }, 30_000);

  it('that finds no way gives everything back, and says why', async () => {
    // Its payee no longer wants it, which nobody but that payee's node knows.
    const { request, hash } = await invoice(300_000n);
    await wallet.unary(wallet.invoices.CancelInvoice, { payment_hash: hash });
    const { payoutId } = (await payOut({ invoice: request })).json<Payout>();
    const failed = await ended(payoutId);
    expect(failed).toMatchObject({ state: 'FAILED', failure: 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS', attempts: 1 });
    expect(failed).not.toHaveProperty('preimage');
    expect(await listing.balanceMsat()).toBe(earned);
    await expectSound(market().books, before);
    expect((await transfersOf(payoutId)).map(({ kind }) => kind)).toEqual(['payout_reserved', 'payout_failed']);
  }, 40_000);

  it('is listed for its account and for admins, who do not see the proof, and for nobody else', async () => {
    const { payouts } = (await ask('/v1/payouts')).json<{ payouts: Payout[] }>();
    expect(payouts.map(({ state }) => state)).toEqual(['FAILED', 'SUCCEEDED', 'SUCCEEDED']);
    const access = market().access();
    const admin = bearer(access.adminToken);
    const all = await send(anyGateway(access), '/v1/admin/payouts?state=SUCCEEDED', { headers: admin });
    expect(all.json<{ payouts: object[] }>().payouts).toHaveLength(2);
    expect(all.text).not.toContain(payouts[1]?.preimage);
    const first = `/v1/admin/payouts/${payouts.at(-1)?.payoutId}`;
    const story = await send(anyGateway(access), first, { headers: admin });
    const { events, attempts } = story.json<{ events: { to: string }[]; attempts: { usedAt?: string }[] }>();
    expect(events.map(({ to }) => to)).toEqual(['RESERVED', 'SENDING', 'SUCCEEDED']);
    expect(attempts.map(({ usedAt }) => usedAt !== undefined)).toEqual([true]);
    expect(story.text).not.toContain(payouts.at(-1)?.preimage);
    const stranger = await market().list();
    const foreign = await send(anyGateway(access), `/v1/payouts/${payouts[0]?.payoutId}`, {
      headers: bearer(stranger.credential),
    });
    expect(foreign.json()).toMatchObject({ status: 404, code: 'payout_not_found' });
    expect((await send(anyGateway(access), '/v1/payouts')).json()).toMatchObject({ code: 'unauthenticated' });
  });

  it('leaves the node with what the books say, routing fees included', async () => {
    expect(await market().books.reconciled()).toEqual({ verdict: 'balanced', differenceMsat: '0' });
  }, 40_000);
});
