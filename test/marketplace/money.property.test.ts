/**
 * Many buyers and sellers at once, with sellers that do anything, a Lightning node that loses, delays and repeats what it says,
 * freezes and restarts, and a database that ends connections. Whatever happened: when it is quiet again everything is final,
 * ledger, charges and Lightning agree, and nobody has a millisatoshi too much or too little.
 *
 * MARKET_SEED repeats the choices of a run (not their interleaving), MARKET_SECONDS makes it longer, MARKET_BUYERS wider.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { nodeOf } from '#apps/botbazaar/connect-file';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { connectLnd } from '#lightning/lnd-client';
import { PaymentFailed } from '#sdk/errors';
import { brokenInvariants } from '#test/dispatch/dispatch-kit';
import { expectSound } from '#test/harness/books';
import { type Buyer, type Offered, type Order, offeredIn, taskOrder } from '#test/harness/buyers';
import type { Answer } from '#test/harness/http';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Behaviour, type Listing } from '#test/harness/sellers';
import { until } from '#test/harness/until';
import { type Random, seeded, seeds } from '#test/ledger/random';
import { nextFault } from './faults.js';

const seconds = Number(process.env.MARKET_SECONDS ?? '7');
const buyers = Number(process.env.MARKET_BUYERS ?? '24');
const given = process.env.MARKET_SEED;
const [seed = 0] = given === undefined ? seeds(1) : [Number(given)];

const market = suiteMarketplace(() => ({ sellerPorts: 1 }));

const ends = ['delivered', 'given back', 'owed', 'not paid'] as const;

/** What one buyer knows at the end. */
interface Outcome {
  readonly taskId: string;
  readonly paymentHash: string;
  readonly priceMsat: bigint;
  readonly listing: Listing;
  readonly end: (typeof ends)[number];
}

const deadlineMs = 1_200;
const waitingFaults = 3;
const prices = [1n, 999n, 2_000n, 34_567n, 1_000_000n];

function sellerOf(random: Random, listing: () => Listing): Behaviour {
  return async (work, response) => {
    const output = { output: { echo: work.input } };
    await sleep(random.pick([0, 0, 5, 50, 300]));
    switch (random.int(14)) {
      case 0:
        return answer(response, 500, {});
      case 1:
        return answer(response, 422, { error: { message: 'no' } });
      case 2:
        return answer(response, 200, { output: { words: 1 } });
      case 3:
        return void response.end('no JSON');
      case 4:
        return void response.destroy();
      case 5:
        return undefined;
      case 6:
      case 7: {
        answer(response, 202, {});
        await sleep(random.pick([0, 20, 200, 2 * deadlineMs]));
        const body = random.pick([output, output, { output: {} }, { error: { message: 'busy', retry: true } }]);
        // What the market answers is its own affair; a seller that hears nothing calls once more.
        for (let call = 0; call < 2; call += 1) {
          const heard = await listing()
            .callBack(work, body)
            .catch(() => undefined);
          if (heard && heard.status < 500) break;
        }
        return undefined;
      }
      default:
        return answer(response, 200, output);
    }
  };
}

/** A seller that failed three times in a row is off sale until it has answered a probe. */
function isSuspended(answer: Answer): boolean {
  return answer.status === 409 && answer.json<{ code?: string }>().code === 'service_paused';
}

/** Sends until it is an answer: while the market is in trouble a client is told to come back. */
async function insist(send: () => Promise<Answer>): Promise<Answer> {
  return await until(
    () => send().catch(() => undefined),
    (heard): heard is Answer => heard !== undefined && heard.status < 500 && heard.status !== 429,
    40_000,
  ).then((heard) => heard as Answer);
}

/** Undefined where the service is not on sale just now. */
async function buy(buyer: Buyer, listing: Listing, random: Random, number: number): Promise<Outcome | undefined> {
  const order: Order = taskOrder(
    listing.slug,
    { text: `task ${number}` },
    { funding: random.pick(['hold', 'hold', 'invoice']) },
  );
  const heard = await insist(() => buyer.send(order));
  if (isSuspended(heard)) return undefined;
  const offered: Offered = offeredIn(heard);
  const known = {
    taskId: offered.taskId,
    paymentHash: offered.paymentHash,
    priceMsat: BigInt(offered.priceMsat),
    listing,
  };
  if (random.chance(0.1)) return { ...known, end: 'not paid' };
  try {
    const paid = await buyer.pay(offered);
    const result = await insist(() => buyer.claim(order, offered, paid));
    // Paid and answered with 202: it is told to ask again.
    const task = await until(
      async () => (result.status === 200 ? result : await insist(() => buyer.claim(order, offered, paid))).json(),
      ({ state }) => ['DELIVERED', 'FAILED', 'EXPIRED', 'REJECTED'].includes(String(state)),
    );
    if (offered.funding === 'invoice' && task.state !== 'DELIVERED') {
      expect(task.refund).toMatchObject({ amountMsat: offered.priceMsat });
      return { ...known, end: 'owed' };
    }
    expect(task).toMatchObject({ taskId: offered.taskId, output: { echo: { text: `task ${number}` } } });
    return { ...known, end: 'delivered' };
  } catch (error) {
    if (!(error instanceof PaymentFailed)) throw error;
    // A node that is down takes no payment, and its invoice stays open.
    return { ...known, end: error.reason === 'FAILURE_REASON_NO_ROUTE' ? 'not paid' : 'given back' };
  }
}

/** Ends with the traffic; everything that it has broken is mended again. */
async function makeTrouble(random: Random, isOver: () => boolean): Promise<number> {
  const { books, database } = market();
  const owner = await database.openAsOwner({ poolSize: 1 });
  let count = 0;
  for (; !isOver(); count += 1) {
    await sleep(50 + random.int(150));
    await nextFault(random, books, owner);
    // More than a few at a time, and no call would ever get through.
    await books.disarm(waitingFaults);
  }
  await owner.close();
  await books.disarm();
  return count;
}

interface Row {
  readonly task: string;
  readonly charge: string;
  readonly work: string | null;
  readonly price: bigint;
  readonly fee: bigint;
}

const rowsSql = `SELECT 'tsk_' || replace(c.task_id::text, '-', '') AS task, c.state AS charge, t.state AS work, c.price_msat AS price, c.fee_msat AS fee
  FROM billing.charge c LEFT JOIN dispatch.task t ON t.id = c.task_id`;

describe(`trade under trouble, MARKET_SEED=${seed}`, () => {
  it(
    'leaves everyone with what is theirs',
    async () => {
      const { books, wallet, connection, seen, sellers } = market();
      const random = seeded(seed);
      const before = await books.wallets();
      const listings: Listing[] = [];
      for (const price of prices) {
        const listing: Listing = await market().list({ priceMsat: String(price), deadlineMs, maxConcurrency: 3 });
        listing.behave(sellerOf(random, () => listing));
        listings.push(listing);
      }

      const end = performance.now() + seconds * 1_000;
      const isOver = () => performance.now() > end;
      const outcomes: Outcome[] = [];
      const trading = Array.from({ length: buyers }, async () => {
        while (!isOver()) {
          const outcome = await buy(market().buyer(), random.pick(listings), random, random.int(2 ** 30));
          if (outcome) outcomes.push(outcome);
          else await sleep(100);
        }
      });
      const [faults] = await Promise.all([makeTrouble(random, isOver), ...trading]);

      // Quiet again: a node that comes back is swept at once, and everything that was paid ends.
      await books.control('POST', '/nodes/market/streams', { how: 'end' });
      const owner = await market().database.openAsOwner();
      const rows = await until(
        () => owner.query<Row>(rowsSql),
        (found) =>
          found.every(({ charge }) =>
            ['CREATING', 'OPEN', 'SETTLED', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE'].includes(charge),
          ),
        30_000,
      );
      const counts = Object.fromEntries(ends.map((kind) => [kind, outcomes.filter((one) => one.end === kind).length]));
      console.log(`MARKET_SEED=${seed}: ${faults} faults, ${JSON.stringify(counts)}`);
      // A run in which nothing was sold, or nothing failed, would show little.
      expect(Math.min(faults, counts.delivered ?? 0, counts['given back'] ?? 0)).toBeGreaterThan(0);

      const byTask = new Map(rows.map((row) => [row.task, row]));
      const { grpc, tlsCertFile } = nodeOf(connection(), 'market');
      const macaroon = await market().sim.nodes.market.bakeMacaroon(['uri:/invoicesrpc.Invoices/LookupInvoiceV2']);
      const desk = openInvoiceDesk(connectLnd({ address: grpc, tlsCertFile, macaroon: () => macaroon }));
      const wrong: unknown[] = [];
      for (const { taskId, end: ended, paymentHash } of outcomes) {
        const row = byTask.get(taskId);
        const atLnd = (await desk.lookup(Buffer.from(paymentHash, 'hex')))?.state;
        const right =
          ended === 'delivered'
            ? row?.charge === 'SETTLED' && row.work === 'DELIVERED' && atLnd === 'SETTLED'
            : ended === 'owed'
              ? row?.charge === 'REFUND_DUE' && row.work !== 'DELIVERED' && atLnd === 'SETTLED'
              : ended === 'given back'
                ? row?.charge === 'CANCELED' && row.work !== 'DELIVERED' && atLnd === 'CANCELED'
                : row?.charge === 'OPEN' && row.work === 'AWAITING_PAYMENT' && atLnd === 'OPEN';
        if (!right) wrong.push({ taskId, ended, atLnd, row });
      }
      expect(wrong).toEqual([]);
      desk.close();

      // Nothing was sold that no buyer knows of, and no seller has anything else than its share of what was delivered.
      const delivered = outcomes.filter(({ end: ended }) => ended === 'delivered');
      expect(rows.filter(({ charge }) => charge === 'SETTLED')).toHaveLength(delivered.length);
      const feeOf = (taskId: string) => byTask.get(taskId)?.fee ?? 0n;
      const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
      for (const listing of listings) {
        const sold = delivered.filter((one) => one.listing === listing);
        expect(await listing.balanceMsat()).toBe(sum(sold.map(({ priceMsat, taskId }) => priceMsat - feeOf(taskId))));
      }
      const owed = sum(outcomes.filter(({ end: ended }) => ended === 'owed').map(({ priceMsat }) => priceMsat));
      const turnover = sum(delivered.map(({ priceMsat }) => priceMsat)) + owed;
      expect([await books.balance(2140), await books.balance(2160)]).toEqual([0n, owed]);
      expect(await books.balance(4110)).toBe(sum(delivered.map(({ taskId }) => feeOf(taskId))));
      expect([await books.received(), await books.balance(2390), await books.balance(5160)]).toEqual([
        turnover,
        0n,
        0n,
      ]);
      await expectSound(books, before);
      const { nodes } = await books.wallets();
      expect(nodes.market.channelMsat - before.nodes.market.channelMsat).toBe(turnover);
      expect(await wallet.balanceMsat()).toBe(before.nodes.buyer.channelMsat - turnover);
      expect(await owner.query('SELECT check_name, detail FROM ledger.verify()')).toEqual([]);
      await until(
        () => brokenInvariants(owner),
        (broken) => broken.length === 0,
      );
      expect(sellers.forged).toEqual([]);
      // Nothing of all this needs a human.
      const alarms = seen.log.map((line) => JSON.parse(line) as { level: string | number; msg: string });
      expect(alarms.filter(({ level }) => level === 'error' || level === 50)).toEqual([]);
      await owner.close();
    },
    120_000 + seconds * 1_000,
  );
});
