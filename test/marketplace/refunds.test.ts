/** What was paid at once and not delivered goes back to its payer, over Lightning, at its own asking and at nobody else's. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nodeOf } from '#apps/botbazaar/connect-file';
import type { Payout } from '#contracts/http/payout';
import type { TaskRefund } from '#contracts/http/refund';
import type { Task } from '#contracts/http/task';
import { projectRoot } from '#kernel/project-root';
import { connectLnd, type LndClient } from '#lightning/lnd-client';
import { MarketClient } from '#sdk/client';
import { MarketError } from '#sdk/errors';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { type Buyer, credential, type Offered, type Order, taskOrder } from '#test/harness/buyers';
import type { Answer } from '#test/harness/http';
import { anyGateway } from '#test/harness/market-access';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Listing } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';

const market = suiteMarketplace(() => ({ sellerPorts: 3 }));
const priceMsat = 50_000n;
let wallet: LndClient;
let before: Wallets;
let refusing: Listing;

beforeAll(async () => {
  const { grpc, tlsCertFile, macaroonFile } = nodeOf(market().connection(), 'buyer');
  const macaroon = (await readFile(macaroonFile)).toString('hex');
  wallet = connectLnd({ address: grpc, tlsCertFile, macaroon: () => macaroon });
  refusing = await market().list({
    priceMsat: String(priceMsat),
    behaviour: (_, response) => answer(response, 422, { error: { message: 'not this one' } }),
  });
  // Payouts are covered by what the node has for good, and some of that are sales.
  const selling = await market().list({ priceMsat: '1000000' });
  await market()
    .buyer()
    .buy(taskOrder(selling.slug, { text: 'sold' }));
  before = await market().books.wallets();
}, 60_000);

interface Owed {
  readonly buyer: Buyer;
  readonly offered: Offered;
  readonly order: Order;
  readonly preimage: string;
  ask(body: object, headers?: Record<string, string>): Promise<Answer>;
  look(): Promise<Answer>;
}

/** A task that was paid at once and refused, whose payment is final. */
async function owed(listing = refusing): Promise<Owed> {
  const buyer = market().buyer();
  const order = taskOrder(listing.slug, { text: 'in vain' }, { funding: 'invoice' });
  const offered = await buyer.challenge(order);
  const { preimage } = await buyer.pay(offered);
  await market().books.ended(offered.taskId);
  const path = `/v1/tasks/${offered.taskId}/refund`;
  const authorization = credential(offered, preimage);
  const ask = (body: object, headers: Record<string, string> = {}) =>
    buyer.send({ path, body }, { authorization, ...headers });
  return { buyer, offered, order, preimage, ask, look: () => buyer.send({ path }, { authorization }) };
}

async function invoice(amountMsat: bigint): Promise<string> {
  const added = await wallet.unary(wallet.lightning.AddInvoice, { value_msat: amountMsat.toString() });
  return added.payment_request;
}

/** How often it has to be asked until the payment is final, as its reply says, is chance. */
const whenFinal = (task: Owed, body: object) =>
  unrecorded(() =>
    until(
      () => task.ask(body),
      ({ status }) => status !== 503,
      20_000,
    ),
  );

async function taken(task: Owed, body: object): Promise<Payout> {
  const asked = await whenFinal(task, body);
  expect([asked.status, asked.text]).toEqual([201, expect.any(String)]);
  return asked.json<Payout>();
}

/** How far its payouts are when they are looked at is chance. */
const paidOut = (task: Owed, count: number) =>
  unrecorded(() =>
    until(
      async () => (await task.look()).json<TaskRefund>(),
      ({ payouts }) =>
        payouts.length === count && payouts.every(({ state }) => state === 'SUCCEEDED' || state === 'FAILED'),
      20_000,
    ),
  );

describe('what is owed back of a task', () => {
  it('is paid out to the invoice of its payer, in parts or as a whole, and never more than it paid', async () => {
    const task = await owed();
    const { taskId } = task.offered;
    expect((await task.look()).json()).toEqual({ taskId, amountMsat: '50000', leftMsat: '50000', payouts: [] });

    const first = await invoice(20_000n);
    const { payoutId } = await taken(task, { invoice: first });
    const part = await paidOut(task, 1);
    expect(part).toMatchObject({ leftMsat: '30000', payouts: [{ payoutId, state: 'SUCCEEDED', amountMsat: '20000' }] });
    expect((await task.ask({ invoice: first })).json()).toEqual(part.payouts[0]);
    expect((await task.ask({ invoice: await invoice(30_001n) })).json()).toMatchObject({
      status: 409,
      code: 'insufficient_balance',
    });

    // Nothing is left for routing, which a wallet beside us needs not.
    await taken(task, { invoice: await invoice(30_000n) });
    expect(await paidOut(task, 2)).toMatchObject({
      leftMsat: '0',
      payouts: [{ state: 'SUCCEEDED', feeLimitMsat: '0' }, {}],
    });
    expect((await task.ask({ invoice: await invoice(1_000n) })).json()).toMatchObject({ code: 'insufficient_balance' });

    const seen = (await task.buyer.claim(task.order, task.offered, task)).json<Task>();
    expect(seen).toMatchObject({ state: 'REJECTED', refund: { state: 'claimed', amountMsat: '50000' } });
    const { timeline } = await market().books.ended(taskId);
    expect(statesOf(timeline, 'charge')).toEqual(['CREATING', 'OPEN', 'HELD', 'REFUND_DUE', 'REFUNDED']);
    const kinds = (await market().books.transfers(taskId)).map(({ kind }) => kind);
    expect(kinds).toEqual(['invoice_paid', 'escrow_refused', 'refund_claimed']);
    expect(await market().books.balance(2160)).toBe(0n);
    const after = await market().books.wallets();
    expect(after.nodes.buyer.channelMsat).toBe(before.nodes.buyer.channelMsat);
    await expectSound(market().books, before);
  }, 60_000);

  it('goes to an invoice without an amount as a whole, less what is kept for routing, which can be asked for again', async () => {
    const task = await owed();
    expect(await taken(task, { invoice: await invoice(0n) })).toMatchObject({
      amountMsat: '45000',
      feeLimitMsat: '5000',
    });
    expect(await paidOut(task, 1)).toMatchObject({ leftMsat: '5000', payouts: [{ state: 'SUCCEEDED', feeMsat: '0' }] });
    expect(await taken(task, { invoice: await invoice(0n), maxFeeMsat: '0' })).toMatchObject({ amountMsat: '5000' });
    expect(await paidOut(task, 2)).toMatchObject({ leftMsat: '0' });
    await expectSound(market().books, before);
  }, 60_000);

  it('is paid out by the commands of its page', async () => {
    const task = await owed();
    await whenFinal(task, { invoice: 'lnbcrt1' });
    const page = await readFile(join(projectRoot, 'docs', 'buying.md'), 'utf8');
    const [, commands = ''] = /## Money that is owed back[^#]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];
    const { stdout } = await promisify(execFile)(
      '/bin/sh',
      ['-e', '-c', commands.replaceAll('http://127.0.0.1:8402', anyGateway(market().access()))],
      {
        env: {
          ...{ PATH: process.env.PATH ?? '', TASK: task.offered.taskId, INVOICE: await invoice(0n) },
          ...{ MACAROON: task.offered.headerMacaroon, PREIMAGE: task.preimage },
        },
      },
    );
    expect(stdout).toMatch(/^\{"payoutId":"pay_[0-9a-f]{32}","state":"RESERVED".*\}\{"taskId":.*"state":"SUCCEEDED"/s);
  }, 30_000);

  it('is taken with the SDK, by what it has kept of the purchase', async () => {
    const { offered, preimage } = await owed();
    const client = new MarketClient({ baseUrl: anyGateway(market().access()), credential: refusing.credential });
    const paid = { macaroon: offered.headerMacaroon, invoice: offered.invoice, preimage };
    const request = await invoice(10_000n);
    const claim = () => client.claimRefund(offered.taskId, paid, { invoice: request });
    const { payoutId } =
      (await until(
        () => claim().catch(() => undefined),
        (payout) => payout !== undefined,
        20_000,
      )) ?? {};
    const refund = await until(
      () => client.refund(offered.taskId, paid),
      ({ payouts }) => payouts[0]?.state === 'SUCCEEDED',
      20_000,
    );
    expect(refund).toMatchObject({
      amountMsat: '50000',
      leftMsat: '40000',
      payouts: [{ payoutId, amountMsat: '10000' }],
    });
    await expect(client.refund(offered.taskId, { ...paid, preimage: '00'.repeat(32) })).rejects.toThrow(MarketError);
  }, 30_000);

  it('is all there again after a payout that found no way', async () => {
    const task = await owed();
    const added = await wallet.unary(wallet.lightning.AddInvoice, { value_msat: '40000' });
    await wallet.unary(wallet.invoices.CancelInvoice, { payment_hash: added.r_hash });
    await taken(task, { invoice: added.payment_request });
    expect(await paidOut(task, 1)).toMatchObject({ leftMsat: '50000', payouts: [{ state: 'FAILED' }] });
    await taken(task, { invoice: await invoice(50_000n) });
    expect(await paidOut(task, 2)).toMatchObject({
      leftMsat: '0',
      payouts: [{ state: 'SUCCEEDED' }, { state: 'FAILED' }],
    });
    await expectSound(market().books, before);
  }, 60_000);

  it('is paid once to many who ask at once', async () => {
    const task = await owed();
    const invoices = await Promise.all([1, 2, 3, 4].map(() => invoice(30_000n)));
    await whenFinal(task, { invoice: 'lnbcrt1' });
    const all = [...invoices, ...invoices];
    const answers = await unrecorded(() => Promise.all(all.map((request) => task.ask({ invoice: request }))));
    const ids = new Set(answers.filter(({ status }) => status < 300).map((one) => one.json<Payout>().payoutId));
    expect(ids.size).toBe(1);
    const refused = answers.filter(({ status }) => status >= 300).map((one) => one.json<{ code: string }>().code);
    expect(new Set(refused)).toEqual(new Set(['insufficient_balance']));
    expect(await paidOut(task, 1)).toMatchObject({ leftMsat: '20000', payouts: [{ state: 'SUCCEEDED' }] });
    await expectSound(market().books, before);
  }, 60_000);

  it('is nobody else’s, and nothing where the work was delivered or is held', async () => {
    const [task, other] = [await owed(), await owed()];
    const path = `/v1/tasks/${task.offered.taskId}/refund`;
    const body = { invoice: await invoice(1_000n) };
    const strangers = [
      {},
      { 'task-key': task.offered.taskKey ?? '' },
      { authorization: credential(other.offered, other.preimage) },
      { authorization: credential(task.offered, other.preimage) },
      { authorization: `Bearer ${refusing.credential}` },
    ];
    for (const headers of strangers) {
      for (const asked of [{ path }, { path, body }]) {
        expect((await task.buyer.send(asked, headers)).json()).toMatchObject({ status: 404, code: 'task_not_found' });
      }
    }
    const selling = await market().list({ priceMsat: '1000' });
    for (const funding of ['invoice', 'hold']) {
      const bought = await task.buyer.buy(taskOrder(selling.slug, { text: funding }, { funding }));
      await market().books.ended(bought.challenge.taskId);
      const mine = { authorization: credential(bought.challenge, bought.paid.preimage) };
      const own = `/v1/tasks/${bought.challenge.taskId}/refund`;
      for (const asked of [{ path: own }, { path: own, body }]) {
        expect((await task.buyer.send(asked, mine)).json()).toMatchObject({ status: 409, code: 'refund_not_due' });
      }
    }
    expect((await task.look()).json()).toMatchObject({ leftMsat: '50000', payouts: [] });
  }, 60_000);

  it.each([
    [{}, 'invalid_request', 'name an invoice or an address'],
    [{ invoice: 'lnbcrt1nonsense' }, 'invalid_invoice', 'invoice'],
    [{ address: 'name@example.com' }, 'invalid_request', 'needs an Idempotency-Key'],
    [{ invoice: 'lnbcrt1x', address: 'name@example.com' }, 'invalid_request', 'name an invoice or an address'],
    [{ invoice: 'lnbcrt1x', amountMsat: '-1' }, 'invalid_request', 'amountMsat'],
  ])('is not touched by %j, which is refused with %s', async (body, code, why) => {
    const task = await owed();
    const refused = await whenFinal(task, body);
    expect(refused.json()).toMatchObject({ status: 400, code, detail: expect.stringContaining(why) });
    expect((await task.look()).json()).toMatchObject({ leftMsat: '50000', payouts: [] });
    expect((await market().books.chargeStates(task.offered.taskId)).at(-1)).toBe('REFUND_DUE');
  });

  it('is not touched by an order for more than is owed, which is told what is left', async () => {
    const task = await owed();
    const refused = await whenFinal(task, { invoice: await invoice(50_001n) });
    expect(refused.json()).toMatchObject({ status: 409, code: 'insufficient_balance' });
    expect(refused.json<{ detail: string }>().detail).toContain('50000 msat are left');
    expect((await market().books.chargeStates(task.offered.taskId)).at(-1)).toBe('REFUND_DUE');
  });
});
