/**
 * What happens to the calls that make, settle and cancel an invoice, and between LND's word and our books. The numbers are rows
 * of the table in docs/faults.md.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { addMs, systemClock } from '#kernel/clock';
import { until } from '#test/harness/until';
import { priceMsat, suiteFaults } from './fault-kit.js';

/** Of the nodes, as far as it is ahead of ours. */
let aheadMs = 0;
const kit = suiteFaults(() => ({ lightning: { clock: { now: () => addMs(systemClock.now(), aheadMs) } } }));
const { market } = kit;

afterEach(async () => {
  await market().books.disarm();
  await mendLedger();
});

const fault = (kind: 'delay_reply' | 'drop_reply' | 'fail_request', method: string, more: object = {}) =>
  market().books.fault({ node: 'market', kind, method, ...more });
const deadline = { code: 4, details: 'Deadline exceeded' };
/** How long billing lets a call be before its sweep takes over. */
const sweptWithinMs = 40_000;

/** From now on the database refuses what would bring a charge into that state: all of them, or that of one payment. */
async function breakLedger(state: string, paymentHash?: string): Promise<void> {
  const only = paymentHash === undefined ? '' : `AND encode(NEW.payment_hash, 'hex') = '${paymentHash}'`;
  await kit.owner.query(`CREATE FUNCTION billing.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.state = '${state}' ${only} THEN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END IF;
    RETURN NEW; END $$`);
  await kit.owner.query(
    'CREATE TRIGGER refuse BEFORE UPDATE ON billing.charge FOR EACH ROW EXECUTE FUNCTION billing.refuse()',
  );
}

const mendLedger = () => kit.owner.query('DROP FUNCTION IF EXISTS billing.refuse() CASCADE');

/** What would be within a minute. */
const sweepNow = () => market().books.control('POST', '/nodes/market/streams', { how: 'end' });

/** The invoice of the newest charge, as only the node's operator can find it. */
async function newestInvoice(): Promise<{ payment_request: string; r_hash: Buffer }> {
  const request = { reversed: true, num_max_invoices: 1 };
  const { invoices } = await kit.lnd('market').call('lnrpc.Lightning/ListInvoices', request);
  return invoices[0];
}

describe('the making of an invoice', () => {
  it.each([
    ['15: is done and its reply is lost: the same invoice is found again', 'drop_reply'],
    ['16: is not done and looks just the same: it is made under the same hash', 'fail_request'],
  ] as const)('%s', async (_, kind) => {
    const [buyer, order] = [market().buyer(), kit.order('hold')];
    await fault(kind, 'AddHoldInvoice', deadline);
    expect((await buyer.send(order)).status).toBe(503);
    const [charge] = await kit.owner.query<{ hash: string }>(
      `SELECT encode(payment_hash, 'hex') AS hash FROM billing.charge WHERE state = 'CREATING'`,
    );
    const purchase = await kit.insistOnOffer(buyer, order, 'hold');
    expect(purchase.offered.paymentHash).toBe(charge?.hash);
    await kit.pay(purchase);
    await kit.ends(purchase, 'sold');
  });

  it('17: meets an invoice of another amount under the same hash: nobody is offered it, and nobody can pay it', async () => {
    const [buyer, order] = [market().buyer(), kit.order('hold')];
    await fault('fail_request', 'AddHoldInvoice', deadline);
    expect((await buyer.send(order)).status).toBe(503);
    const [charge] = await kit.owner.query<{ hash: string }>(
      `SELECT encode(payment_hash, 'hex') AS hash FROM billing.charge WHERE state = 'CREATING'`,
    );
    const hash = Buffer.from(charge?.hash ?? '', 'hex');
    await kit.lnd('market').call('invoicesrpc.Invoices/AddHoldInvoice', { hash, value: 7 });
    expect((await buyer.send(order)).status).toBe(503);
    const ended = await until(
      () => kit.row({ offered: { paymentHash: hash.toString('hex') } as never }),
      (row) => ['CANCELED', 'EXPIRED'].includes(row.charge),
    );
    expect(ended.charge).toBe('CANCELED');
    expect(await kit.lnd('market').lookUp(hash)).toMatchObject({ state: 'CANCELED', value: '7' });
  });

  it('14: is paid before the charge has heard of it: a hold goes back, an invoice is owed', async () => {
    for (const [funding, method, end] of [
      ['hold', 'AddHoldInvoice', 'given back'],
      ['invoice', 'AddInvoice', 'owed at once'],
    ] as const) {
      await fault('delay_reply', method, { ms: 2_000 });
      const [buyer, order] = [market().buyer(), kit.order(funding)];
      const { add_index: before } = await newestInvoice().then((one) => one as never as { add_index: string });
      const offering = buyer.send(order);
      const invoice = await until(newestInvoice, (one) => (one as never as { add_index: string }).add_index !== before);
      const paying = kit.lnd('buyer').paid(invoice.payment_request);
      const answer = await offering;
      expect([402, 503]).toContain(answer.status);
      expect((await paying).status).toBe(funding === 'hold' ? 'FAILED' : 'SUCCEEDED');
      const [found] = await kit.owner.query<{ task: string }>(
        `SELECT 'tsk_' || replace(task_id::text, '-', '') AS task FROM billing.charge WHERE encode(payment_hash, 'hex') = $1`,
        [invoice.r_hash.toString('hex')],
      );
      const offered = { paymentHash: invoice.r_hash.toString('hex'), taskId: found?.task };
      await kit.ends({ funding, buyer, order, offered: offered as never }, end);
    }
  });
});

describe('the delivery', () => {
  it('31: whose SettleInvoice is done and not answered is one sale', async () => {
    const purchase = await kit.working('hold');
    await fault('drop_reply', 'SettleInvoice', { ...deadline, times: 2 });
    kit.finish(purchase);
    await kit.ends(purchase, 'sold');
  });

  it('32: is decided and the market stops before it has told LND', async () => {
    const purchase = await kit.working('hold');
    await fault('fail_request', 'SettleInvoice', { code: 14, details: 'Connection dropped', times: 1_000 });
    kit.finish(purchase);
    await kit.reaches(purchase, 'SETTLING');
    expect((await kit.atLnd(purchase)).state).toBe('ACCEPTED');
    await market().restart();
    await market().books.disarm();
    await kit.ends(purchase, 'sold', { withinMs: sweptWithinMs });
  }, 60_000);

  it('33: is settled at LND while the books take nothing', async () => {
    const purchase = await kit.working('hold');
    await breakLedger('SETTLED');
    kit.finish(purchase);
    await until(
      () => kit.atLnd(purchase),
      ({ state }) => state === 'SETTLED',
    );
    await sleep(1_000);
    // Nobody may take it back meanwhile.
    const cancel = { path: `/v1/tasks/${purchase.offered.taskId}/cancel`, method: 'POST' };
    const asked = await purchase.buyer.send(cancel, { 'task-key': purchase.offered.taskKey ?? '' });
    expect(asked.status).toBe(409);
    expect((await kit.row(purchase)).charge).toBe('SETTLING');
    await mendLedger();
    await sweepNow();
    await kit.ends(purchase, 'sold');
  });
});

describe('the books', () => {
  it('4: take nothing when LND says that an invoice is paid, and once when they take again', async () => {
    const purchase = await kit.offer('invoice');
    await breakLedger('HELD');
    await kit.pay(purchase);
    await sleep(1_000);
    expect([(await kit.row(purchase)).charge, await kit.kinds(purchase)]).toEqual(['OPEN', []]);
    await mendLedger();
    await sweepNow();
    await kit.ends(purchase, 'sold');
  });

  it('5: do not take one payment, take the next, and the market stops: both are there once', async () => {
    const [first, second] = [await kit.offer('invoice'), await kit.offer('invoice')];
    await breakLedger('HELD', first.offered.paymentHash);
    await kit.pay(first);
    await kit.pay(second);
    await kit.ends(second, 'sold');
    expect((await kit.row(first)).charge).toBe('OPEN');
    const restarting = market().restart(300);
    await mendLedger();
    await restarting;
    await kit.ends(first, 'sold');
  });

  it('18: have a place for money that no charge asked for', async () => {
    const { payment_request } = await kit.lnd('market').call('lnrpc.Lightning/AddInvoice', { value_msat: '4321' });
    kit.alarms();
    expect((await kit.lnd('buyer').paid(payment_request)).status).toBe('SUCCEEDED');
    await until(
      () => market().books.balance(2390),
      (msat) => msat >= 4_321n,
    );
    kit.unidentified(4_321n);
    expect(kit.alarms()).toContain('money arrived that no charge asked for');
  });

  it.each(['hold', 'invoice'] as const)(
    '28: have what was paid above the price of %s work among the unexplained',
    async (funding) => {
      const purchase = await kit.offer(funding);
      const paid = await kit.payMsat(purchase, 5n * priceMsat);
      expect(paid.status).toBe('SUCCEEDED');
      await kit.ends(purchase, 'sold', { extraMsat: 4n * priceMsat });
    },
  );

  it('29: never hear of a payment below the price, or of nothing', async () => {
    const purchase = await kit.offer('hold');
    for (const msat of [priceMsat - 1n, 1n]) expect((await kit.payMsat(purchase, msat)).status).toBe('FAILED');
    expect([await kit.row(purchase), await kit.kinds(purchase)]).toEqual([
      { charge: 'OPEN', task: 'AWAITING_PAYMENT' },
      [],
    ]);
    await kit.pay(purchase);
    await kit.ends(purchase, 'sold');
  });

  it('26: never hear of half a payment, which goes back after two minutes; then it can be paid', async () => {
    const purchase = await kit.offer('hold');
    const paying = kit.payHalf(purchase);
    await until(
      () => kit.atLnd(purchase),
      ({ htlcs }) => htlcs.length === 1,
    );
    const unheard = [{ charge: 'OPEN', task: 'AWAITING_PAYMENT' }, []];
    expect([await kit.row(purchase), await kit.kinds(purchase)]).toEqual(unheard);
    aheadMs = 121_000;
    expect(await paying).toBe('FAILED');
    aheadMs = 0;
    expect([await kit.row(purchase), await kit.kinds(purchase)]).toEqual(unheard);
    await kit.pay(purchase);
    await kit.ends(purchase, 'sold');
  });

  it('30: release a hold that was canceled, though LND still says what was paid', async () => {
    const purchase = await kit.begin('hold', 'refused');
    await kit.ends(purchase, 'given back');
    expect(await kit.atLnd(purchase)).toMatchObject({ state: 'CANCELED', amt_paid_msat: String(priceMsat) });
  });
});
