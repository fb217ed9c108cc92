/** Holds end by our own count of blocks, before the chain would end them, also while LND's own watcher is asleep. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { type Settlement, settlementDefaults, start as startSettlement } from '#apps/settlement/start';
import type { ChargeReply } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import { systemClock } from '#kernel/clock';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { createLogger } from '#observability/logger';
import { order } from '#test/billing/billing-kit';
import { suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { suiteLightning } from '#test/lightning/lightning-kit';
import { alone, paysNothing } from './settlement-kit.js';

const suite = suiteDatabase();
const lightning = suiteLightning();
const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
const dispatch = { fundTask: async () => ({ outcome: 'queued' }) } as unknown as Dispatch;

let billing: RunningBilling;
let settlement: Settlement;

beforeAll(async () => {
  const { connect, deskMacaroon, watchMacaroon } = lightning();
  billing = await startBilling(billingDefaults, {
    database: await suite().open(billingSchema, { poolSize: 8 }),
    desks: [openInvoiceDesk(connect(deskMacaroon))],
    keys: { preimages: keyring, credentials: keyring },
    journal: testJournal(),
    ...{ clock: systemClock, logger },
  });
  const watches = [openInvoiceWatch(connect(watchMacaroon))];
  settlement = await startSettlement(
    { ...settlementDefaults, heightIntervalMs: 200 },
    { billing: billing.service, dispatch, watches, lead: alone, logger, ...paysNothing },
  );
});
afterAll(async () => {
  await settlement.stop();
  await billing.stop();
});

const stateOf = async ({ taskId }: ChargeReply) => (await billing.service.getCharge({ taskId })).state;
const holds = async () => (await billing.service.listHolds({ node: '', cursor: '', limit: 50 })).holds;
const settings = (body: object) => lightning().target.control('POST', '/nodes/market/settings', body);

async function hold() {
  await until(
    () => Promise.all(billing.health.map((one) => one.check())),
    (missing) => missing.every((reason) => reason === undefined),
    15_000,
  );
  const charge = await billing.service.openCharge(order({ holdWindowMs: 600_000 }));
  const payment = lightning().buyer.pay(charge.paymentRequest);
  await until(
    () => stateOf(charge),
    (state) => state === 'HELD',
  );
  const [listed] = (await holds()).filter(({ chargeId }) => chargeId === charge.chargeId);
  if (!listed) throw new Error('the hold is not listed');
  return { charge, payment, listed };
}

describe("a hold while LND's own watcher", () => {
  it.each([
    ['sleeps, having lost its chain', false],
    ['is awake', true],
  ])('%s: is given back 30 blocks before its HTLC ends, and not one earlier', async (_, syncedToChain) => {
    const { target, market } = lightning();
    const { charge, payment, listed } = await hold();
    const { expiryHeight, cancelHeight, nodeHeight } = listed;
    expect([expiryHeight - nodeHeight, expiryHeight - cancelHeight]).toEqual([83, 30]);
    expect(listed.leftToExpiryMs).toBe(String(83 * 600_000));
    await settings({ syncedToChain });
    await target.mine(cancelHeight - nodeHeight - 1);
    await until(holds, (all) => all.some((one) => one.nodeHeight === cancelHeight - 1));
    expect(await stateOf(charge)).toBe('HELD');
    await target.mine(1);
    await until(
      () => stateOf(charge),
      (state) => state === 'CANCELED',
    );
    expect(await payment.until(({ status }) => status === 'FAILED')).toMatchObject({ status: 'FAILED' });
    expect((await market.lookUp(charge.paymentHash)).state).toBe('CANCELED');
    expect(await holds()).toEqual([]);
    await settings({ syncedToChain: true });
  });

  it('sleeps is past its block when it is found after an outage: it is given back at once', async () => {
    const { target } = lightning();
    const { charge, payment, listed } = await hold();
    await settings({ syncedToChain: false });
    await settlement.stop();
    // Past LND's own 18 blocks as well, two before the payer's node would go to the chain.
    await target.mine(listed.expiryHeight - listed.nodeHeight - 2);
    const { connect, watchMacaroon } = lightning();
    settlement = await startSettlement(settlementDefaults, {
      ...{ billing: billing.service, dispatch, lead: alone, logger },
      watches: [openInvoiceWatch(connect(watchMacaroon))],
      ...paysNothing,
    });
    await until(
      () => stateOf(charge),
      (state) => state === 'CANCELED',
    );
    await payment.until(({ status }) => status === 'FAILED');
    await settings({ syncedToChain: true });
  });
});
