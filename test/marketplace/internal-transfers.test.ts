/** Whoever has earned something buys with it: an account pays a task from its balance, and nothing travels. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Payout } from '#contracts/http/payout';
import type { Task } from '#contracts/http/task';
import { BalanceWallet } from '#sdk/balance-wallet';
import { payAndFetch } from '#sdk/buyer';
import { MarketClient } from '#sdk/client';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { credential, type Offered, type Order, taskOrder } from '#test/harness/buyers';
import { type Answer, send } from '#test/harness/http';
import { anyGateway } from '#test/harness/market-access';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Listing } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';

const market = suiteMarketplace(() => ({ sellerPorts: 3 }));
const priceMsat = 7_001n;
/** Below what may leave over Lightning, which says nothing of what stays here. */
const cheapMsat = 500n;
let account: Listing;
let selling: Listing;
let cheap: Listing;
let refusing: Listing;
let before: Wallets;

beforeAll(async () => {
  account = await market().list({ priceMsat: '1000000' });
  selling = await market().list({ priceMsat: String(priceMsat) });
  cheap = await market().list({ priceMsat: String(cheapMsat) });
  refusing = await market().list({
    priceMsat: String(priceMsat),
    behaviour: (_, response) => answer(response, 422, { error: { message: 'not this one' } }),
  });
  const { challenge } = await market()
    .buyer()
    .buy(taskOrder(account.slug, { text: 'earn' }));
  await market().books.ended(challenge.taskId);
  // What is not final is not spent.
  await until(
    () => market().books.balance(1110),
    (finalMsat) => finalMsat >= 1_000_000n,
    20_000,
  );
  before = await market().books.wallets();
}, 60_000);

async function ask(path: string, body?: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${account.credential}`, 'idempotency-key': randomBytes(8).toString('hex') };
  return await send(anyGateway(market().access()), path, { headers, ...(body === undefined ? {} : { body }) });
}

/** How far it is when it is looked at is chance. */
const ended = (payoutId: string) =>
  unrecorded(() =>
    until(
      async () => (await ask(`/v1/payouts/${payoutId}`)).json<Payout>(),
      ({ state }) => state === 'SUCCEEDED' || state === 'FAILED',
      20_000,
    ),
  );

interface Ordered {
  readonly order: Order;
  readonly offered: Offered;
}

async function ordered(slug: string, funding: 'hold' | 'invoice' = 'invoice'): Promise<Ordered> {
  const order = taskOrder(slug, { text: 'from a balance' }, { funding });
  return { order, offered: await market().buyer().challenge(order) };
}

async function paid({ offered }: Ordered): Promise<Payout> {
  const asked = await unrecorded(() => ask('/v1/payouts', { invoice: offered.invoice }));
  expect([asked.status, asked.text]).toEqual([201, expect.any(String)]);
  return await ended(asked.json<Payout>().payoutId);
}

async function kindsOf(taskId: string): Promise<string[]> {
  return (await market().books.transfers(taskId)).map(({ kind }) => kind);
}

describe('an account that pays the invoice of a task', () => {
  it.each([
    ['as any', () => selling, priceMsat],
    ['also a cheap one', () => cheap, cheapMsat],
  ])(
    'has the proof at once and for nothing, and with it the work, %s',
    async (_, listing, price) => {
      const balanceMsat = await account.balanceMsat();
      const task = await ordered(listing().slug);
      const payout = await paid(task);
      expect(payout).toMatchObject({
        ...{ state: 'SUCCEEDED', amountMsat: String(price), feeLimitMsat: '0', feeMsat: '0' },
        paymentHash: task.offered.paymentHash,
      });
      const preimage = Buffer.from(payout.preimage ?? '', 'hex');
      expect(createHash('sha256').update(preimage).digest('hex')).toBe(task.offered.paymentHash);

      const { timeline } = await market().books.ended(task.offered.taskId);
      expect(statesOf(timeline, 'charge')).toEqual(['CREATING', 'OPEN', 'TRANSFERRING', 'HELD', 'SETTLED']);
      const done = await market()
        .buyer()
        .claim(task.order, task.offered, { preimage: payout.preimage ?? '' });
      expect([done.status, done.json<Task>().state]).toEqual([200, 'DELIVERED']);
      expect(await kindsOf(task.offered.taskId)).toEqual(['internal_transfer', 'escrow_earned']);
      expect(await account.balanceMsat()).toBe(balanceMsat - price);
      const after = await market().books.wallets();
      expect(after.nodes).toEqual(before.nodes);
      await expectSound(market().books, before);
    },
    60_000,
  );

  it('or has its wallet do all that, and knows what it has left', async () => {
    const client = new MarketClient({ baseUrl: anyGateway(market().access()), credential: account.credential });
    const wallet = new BalanceWallet(client);
    const balanceMsat = await wallet.balanceMsat();
    const body = JSON.stringify({ input: { text: 'by SDK' }, funding: 'invoice' });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const { response, payment } = await payAndFetch(client.taskUrl(selling.slug), init, { wallet, maxMsat: 10_000n });
    expect([response.status, payment?.paidMsat, payment?.feeMsat]).toEqual([200, priceMsat, 0n]);
    expect(await wallet.balanceMsat()).toBe(balanceMsat - priceMsat);
    const hold = await ordered(selling.slug, 'hold');
    const limits = { maxFeeMsat: 0n, timeoutSeconds: 5 };
    await expect(wallet.pay(hold.offered.invoice, limits)).rejects.toMatchObject({ reason: 'own_invoice' });
    const { taskId } = (await response.json()) as Task;
    await market().books.ended(taskId);
    await expectSound(market().books, before);
  }, 60_000);

  it('does so once, whatever is asked for at the same time', async () => {
    const balanceMsat = await account.balanceMsat();
    const task = await ordered(selling.slug);
    const answers = await unrecorded(() =>
      Promise.all(Array.from({ length: 6 }, () => ask('/v1/payouts', { invoice: task.offered.invoice }))),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const codes = answers.filter(({ status }) => status !== 201).map((one) => one.json().code);
    // Who comes when the task has its money is told that it needs none.
    for (const code of codes) expect(['invoice_already_used', 'own_invoice']).toContain(code);
    await ended(made[0]?.json<Payout>().payoutId ?? '');
    await market().books.ended(task.offered.taskId);
    expect(await account.balanceMsat()).toBe(balanceMsat - priceMsat);
  }, 60_000);

  it('or a wallet that pays it at the same time: one of the two has paid, and the other has its money', async () => {
    await unrecorded(async () => {
      for (const laterMs of [0, 5, 10, 20, 30, 40, 60, 80]) {
        const balanceMsat = await account.balanceMsat();
        const wallets = await market().books.wallets();
        const task = await ordered(selling.slug);
        const byWallet = sleep(laterMs)
          .then(() => market().buyer().pay(task.offered))
          .then(
            () => true,
            () => false,
          );
        const asked = await ask('/v1/payouts', { invoice: task.offered.invoice });
        const payout = asked.status === 201 ? await ended(asked.json<Payout>().payoutId) : undefined;
        if (!payout) expect(asked.json().code).toBe('own_invoice');
        const walletPaid = await byWallet;
        const transferred = payout?.state === 'SUCCEEDED';
        expect(transferred).toBe(!walletPaid);
        await market().books.ended(task.offered.taskId);
        expect((await kindsOf(task.offered.taskId))[0]).toBe(transferred ? 'internal_transfer' : 'invoice_paid');
        expect(await account.balanceMsat()).toBe(transferred ? balanceMsat - priceMsat : balanceMsat);
        const idle = ({ inFlightMsat }: Wallets) => inFlightMsat === 0n;
        const after = await until(() => market().books.wallets(), idle);
        const spentMsat = wallets.nodes.buyer.channelMsat - after.nodes.buyer.channelMsat;
        expect(spentMsat).toBe(walletPaid ? priceMsat : 0n);
      }
    });
    await expectSound(market().books, before);
  }, 120_000);

  it('is owed back what was not earned, at once, since nothing of it waits for Lightning', async () => {
    const task = await ordered(refusing.slug);
    const { preimage = '' } = await paid(task);
    const { timeline } = await market().books.ended(task.offered.taskId);
    expect(statesOf(timeline, 'charge')).toEqual(['CREATING', 'OPEN', 'TRANSFERRING', 'HELD', 'REFUND_DUE']);
    const path = `/v1/tasks/${task.offered.taskId}/refund`;
    const authorization = credential(task.offered, preimage);
    const next = await ordered(selling.slug);
    const asked = await unrecorded(() =>
      market()
        .buyer()
        .send({ path, body: { invoice: next.offered.invoice } }, { authorization }),
    );
    // Back into another task, which is a payout to ourselves as well.
    expect([asked.status, asked.json<Payout>().amountMsat]).toEqual([201, String(priceMsat)]);
    await market().books.ended(next.offered.taskId);
    expect(await kindsOf(task.offered.taskId)).toEqual(['internal_transfer', 'escrow_refused', 'refund_claimed']);
    expect(await kindsOf(next.offered.taskId)).toEqual(['internal_transfer', 'escrow_earned']);
    await expectSound(market().books, before);
  }, 60_000);

  it('has its money back when the task is canceled meanwhile, or the task goes on with it', async () => {
    await unrecorded(async () => {
      for (const laterMs of [0, 10, 20, 40, 80]) {
        const balanceMsat = await account.balanceMsat();
        const task = await ordered(selling.slug);
        const { taskId, taskKey = '' } = task.offered;
        const cancel = { method: 'POST', path: `/v1/tasks/${taskId}/cancel`, headers: { 'task-key': taskKey } };
        const canceled = sleep(laterMs).then(() => market().buyer().send(cancel));
        const asked = await ask('/v1/payouts', { invoice: task.offered.invoice });
        const payout = asked.status === 201 ? await ended(asked.json<Payout>().payoutId) : undefined;
        // Once the seller is at work, and after that, it is too late.
        expect([200, 409]).toContain((await canceled).status);
        const paid = payout?.state === 'SUCCEEDED';
        expect(await account.balanceMsat()).toBe(balanceMsat - (paid ? priceMsat : 0n));
      }
    });
    await expectSound(market().books, before);
  }, 60_000);

  it('is refused what only a wallet can pay, what is paid, and another amount', async () => {
    const balanceMsat = await account.balanceMsat();
    const hold = await ordered(selling.slug, 'hold');
    const refused = async ({ offered }: Ordered, more: object = {}) =>
      (await ask('/v1/payouts', { invoice: offered.invoice, ...more })).json();
    expect(await refused(hold)).toMatchObject({ status: 409, code: 'own_invoice' });
    const open = await ordered(selling.slug);
    expect(await refused(open, { amountMsat: '7002' })).toMatchObject({ code: 'amount_mismatch' });
    await market().buyer().pay(open.offered);
    await market().books.ended(open.offered.taskId);
    expect(await refused(open)).toMatchObject({ status: 409, code: 'own_invoice' });
    expect(await account.balanceMsat()).toBe(balanceMsat);
  }, 60_000);
});
