/** Billing does not start with keys that cannot settle what is held. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { originOf } from '#apps/billing/charges/memo';
import { checkPreimageKeys } from '#apps/billing/key-check';
import { billingSchema } from '#apps/billing/schema';
import { start } from '#apps/billing/start';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { keyring, keyringOf } from '#test/l402/samples';
import { order, startBilling, type TestBilling, world } from './billing-kit.js';

const suite = suiteDatabase();
const otherKeys = keyringOf({ 3: Buffer.alloc(32, 1), 4: Buffer.alloc(32, 2) }, 4);
let database: Database;
let billing: TestBilling;
beforeEach(async () => {
  database ??= await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(world(database));
});
afterEach(() => billing.stop());

describe('the preimage keys', () => {
  it('must be those of every charge that is not final', async () => {
    const { taskId, chargeId } = await billing.service.openCharge(order());
    await expect(checkPreimageKeys(database, keyring)).resolves.toBeUndefined();
    await expect(checkPreimageKeys(database, otherKeys)).rejects.toThrow(chargeId);
    await expect(checkPreimageKeys(database, keyringOf({}, 5))).rejects.toThrow('preimages.json');
    const { config, clock, lnd } = billing;
    const starting = start(config, {
      ...{ database, clock, desks: [lnd.desk], journal: testJournal() },
      keys: { preimages: otherKeys, credentials: keyring },
      logger: { error: () => undefined } as never,
    });
    await expect(starting).rejects.toThrow('The preimage keys are not those of');

    await billing.service.cancelCharge({ taskId, reason: 'the test is over' });
    await billing.delivery.drain();
    await billing.reconcile();
    await expect(checkPreimageKeys(database, otherKeys)).resolves.toBeUndefined();
  });

  it('tell whether an invoice is one of ours, whatever its memo says', async () => {
    const { chargeId, paymentHash, node } = await billing.service.openCharge(order());
    const memo = [...billing.lnd.invoices.values()].find((invoice) => invoice.paymentHash.equals(paymentHash))?.memo;
    const invoice = { node, paymentHash, memo: memo ?? '' };
    expect(originOf(invoice, keyring)?.chargeId).toBe(chargeId);
    expect(originOf(invoice, otherKeys)).toBeUndefined();
    expect(originOf({ ...invoice, paymentHash: Buffer.alloc(32) }, keyring)).toBeUndefined();
    expect(originOf({ ...invoice, memo: 'Botbazaar' }, keyring)).toBeUndefined();
    expect(originOf({ ...invoice, node: `03${'00'.repeat(32)}` }, keyring)).toBeUndefined();
  });
});
