/** Many payments come while settlement is away: all are booked when it is back, once, and so is money that nobody asked for. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { type Settlement, settlementDefaults, start as startSettlement } from '#apps/settlement/start';
import type { Dispatch } from '#contracts/dispatch';
import { systemClock } from '#kernel/clock';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { createLogger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { balances, order } from '#test/billing/billing-kit';
import { suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { suiteLightning } from '#test/lightning/lightning-kit';
import { alone, paysNothing } from './settlement-kit.js';

const suite = suiteDatabase();
const lightning = suiteLightning();
const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
const funded: string[] = [];
const dispatch = {
  fundTask: async ({ taskId }: { taskId: string }) => {
    funded.push(taskId);
    return { outcome: 'queued' };
  },
} as unknown as Dispatch;
const priceMsat = 1_000n;

let database: Database;
let billing: RunningBilling;
let settlement: Settlement | undefined;

beforeAll(async () => {
  const { connect, deskMacaroon } = lightning();
  database = await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(billingDefaults, {
    ...{ database, clock: systemClock, logger },
    desks: [openInvoiceDesk(connect(deskMacaroon))],
    keys: { preimages: keyring, credentials: keyring },
    journal: testJournal(),
  });
});
afterAll(async () => {
  await settlement?.stop();
  await billing.stop();
});

async function settlementUp(): Promise<void> {
  const { connect, watchMacaroon } = lightning();
  const watches = [openInvoiceWatch(connect(watchMacaroon))];
  settlement = await startSettlement(settlementDefaults, {
    ...{ billing: billing.service, dispatch, watches, lead: alone, logger },
    ...paysNothing,
  });
}

async function settlementDown(): Promise<void> {
  await settlement?.stop();
  settlement = undefined;
}

const pubkey = async () => (await lightning().market.call('lnrpc.Lightning/GetInfo')).identity_pubkey as string;
const checkpoint = async () => await billing.service.getCheckpoint({ node: await pubkey() });

async function pay(request: string): Promise<void> {
  expect((await lightning().buyer.paid(request)).status).toBe('SUCCEEDED');
}

/** Sold for money in escrow, and paid at once. */
async function buy(count: number): Promise<void> {
  const one = async () => {
    const charge = await billing.service.openCharge(order({ funding: 'invoice', priceMsat: String(priceMsat) }));
    await pay(charge.paymentRequest);
  };
  for (let left = count; left > 0; left -= 20) await Promise.all(Array.from({ length: Math.min(left, 20) }, one));
}

/** An invoice that no charge has, as of another program on the same node. */
async function give(): Promise<void> {
  const { market } = lightning();
  const added = await market.call('lnrpc.Lightning/AddInvoice', { value_msat: '7000', r_preimage: randomBytes(32) });
  await pay(added.payment_request);
}

async function books(): Promise<{ escrow: bigint; unidentified: bigint; node: bigint }> {
  const byCode = await balances(database);
  return {
    escrow: -(byCode[2140] ?? 0n),
    unidentified: -(byCode[2390] ?? 0n),
    node: (byCode[1130] ?? 0n) + (byCode[1110] ?? 0n),
  };
}

describe('an outage of settlement', () => {
  it('costs time and no money, once and again', async () => {
    await give();
    await settlementUp();
    await until(checkpoint, ({ known }) => known);
    let [sold, given] = [0, 0];
    for (const count of [160, 40]) {
      await settlementDown();
      await buy(count);
      await give();
      await give();
      sold += count;
      given += 2;
      await settlementUp();
      await until(books, ({ escrow, unidentified }) => {
        return escrow === BigInt(sold) * priceMsat && unidentified === BigInt(given) * 7_000n;
      });
      await until(
        () => new Set(funded).size,
        (tasks) => tasks === sold,
      );
    }
    // What the node took before it was ours is in nobody's books.
    const node = BigInt(sold) * priceMsat + BigInt(given) * 7_000n;
    expect(await books()).toMatchObject({ node });
    await settlementDown();
    await settlementUp();
    await until(checkpoint, ({ addIndex }) => addIndex === String(1 + sold + given));
    expect(await books()).toMatchObject({ node });
    expect(await database.query('SELECT * FROM ledger.verify()')).toEqual([]);
  }, 120_000);

  it('leaves one checkpoint, which never goes back', async () => {
    const node = await pubkey();
    const before = await checkpoint();
    const past = { known: true, addIndex: '1', settleIndex: '0', lastSettledAddIndex: '1' };
    await billing.service.saveCheckpoint({ node, checkpoint: past });
    expect(await checkpoint()).toEqual(before);
    expect(await billing.service.getCheckpoint({ node: `02${'cd'.repeat(32)}` })).toMatchObject({ known: false });
  });
});
