/** What LND does with invoices, in its own codes and words; the numbers are those of the observations on a real node. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, sleep } from '../harness/lnd.js';
import type { Target } from '../harness/target.js';
import { type Clients, connect, held, settled } from './clients.js';

const add = 'lnrpc.Lightning/AddInvoice';
const addHold = 'invoicesrpc.Invoices/AddHoldInvoice';
const settle = 'invoicesrpc.Invoices/SettleInvoice';
const cancel = 'invoicesrpc.Invoices/CancelInvoice';
const lookUp = 'invoicesrpc.Invoices/LookupInvoiceV2';

export function invoicesConformance(target: () => Target): void {
  describe('invoices', () => {
    let clients: Clients;
    beforeAll(() => {
      clients = connect(target());
    });
    afterAll(() => clients.close());

    const height = async () => (await clients.market.call('lnrpc.Lightning/GetInfo')).block_height as number;
    const unknown = (details: string) => ({ code: 2, details });

    it('15: SettleInvoice by the state of the invoice', async () => {
      const { market, buyer } = clients;
      const [open, canceled, taken] = [await market.addHold(), await market.addHold(), await held(market, buyer)];
      expect(await market.refused(settle, { preimage: open.preimage })).toEqual(unknown('invoice still open'));
      await market.cancel(canceled.hash);
      expect(await market.refused(settle, { preimage: canceled.preimage })).toEqual(
        unknown('invoice already canceled'),
      );
      expect(await market.settle(taken.preimage)).toEqual({});
      expect(await market.settle(taken.preimage)).toEqual({});
      const nobodys = await market.refused(settle, { preimage: randomBytes(32) });
      expect(nobodys).toEqual(unknown('unable to locate invoice'));
    });

    it('16: CancelInvoice by the state of the invoice', async () => {
      const { market, buyer } = clients;
      const [open, accepted] = [await market.addHold(), await held(market, buyer)];
      const paid = await settled(market, buyer);
      for (const { hash } of [open, accepted]) {
        expect(await market.cancel(hash)).toEqual({});
        expect(await market.cancel(hash)).toEqual({});
      }
      const late = await market.refused(cancel, { payment_hash: paid.r_hash });
      expect(late).toEqual(unknown('invoice already settled'));
      const nobodys = await market.refused(cancel, { payment_hash: randomBytes(32) });
      expect(nobodys).toEqual(unknown('unable to locate invoice'));
    });

    it('17: wrong lengths', async () => {
      const { market } = clients;
      const [five, short] = [Buffer.alloc(5), Buffer.alloc(31)];
      expect(await market.refused(settle, { preimage: five })).toEqual(
        unknown('invalid preimage length of 5, want 32'),
      );
      expect(await market.refused(addHold, { hash: short, value: 1 })).toEqual(
        unknown('invalid hash length of 31, want 32'),
      );
      expect(await market.refused(lookUp, { payment_hash: five })).toEqual({
        code: 3,
        details: 'unable to parse pay hash: invalid hash length of 5, want 32',
      });
      expect(await market.refused(lookUp, {})).toEqual({ code: 3, details: 'invoice ref must be set' });
    });

    it('18: an unknown invoice has a code of its own, once there is any invoice', async () => {
      const { market } = clients;
      await market.addHold();
      const hash = randomBytes(32);
      const missing = { code: 5, details: 'unable to locate invoice' };
      expect(await market.refused(lookUp, { payment_hash: hash })).toEqual(missing);
      expect(await market.refused('lnrpc.Lightning/LookupInvoice', { r_hash: hash })).toEqual(missing);
    });

    it('19: one invoice per hash', async () => {
      const { market } = clients;
      const { hash, preimage } = await market.addHold();
      const twice = unknown('invoice with payment hash already exists');
      expect(await market.refused(addHold, { hash, value: 5 })).toEqual(twice);
      expect(await market.refused(add, { r_preimage: preimage, value: 5 })).toEqual(twice);
    });

    it('20: AddHoldInvoice answers request, index and payment address', async () => {
      const { market } = clients;
      const reply = await market.call(addHold, { hash: randomBytes(32), value: 5, memo: 'one' });
      expect(Object.keys(reply).sort()).toEqual(['add_index', 'payment_addr', 'payment_request']);
      const decoded = await market.call('lnrpc.Lightning/DecodePayReq', { pay_req: reply.payment_request });
      expect(decoded.payment_addr).toEqual(reply.payment_addr);
      expect(decoded).toMatchObject({ num_satoshis: '5', num_msat: '5000', description: 'one', cltv_expiry: '80' });
      expect(decoded.expiry).toBe('86400');
      const { identity_pubkey } = await market.call('lnrpc.Lightning/GetInfo');
      expect(decoded.destination).toBe(identity_pubkey);
    });

    it('21: a memo has at most 639 bytes, and two ways to be too long', async () => {
      const { market } = clients;
      const refusal = (length: number) => market.refused(add, { memo: 'm'.repeat(length), value: 1 });
      expect(await refusal(1025)).toEqual(unknown('memo too large: 1025 bytes (maxsize=1024)'));
      expect(await refusal(640)).toEqual(unknown('data length too big to fit within 10 bits: 1024'));
      await market.call(add, { memo: 'm'.repeat(639), value: 1 });
    });

    it.each([
      [
        { value: 1, expiry: 31_536_001 },
        'expiry of 3.1536001e+07 seconds greater than max expiry of 3.1536e+07 seconds',
      ],
      [{ value: 1, cltv_expiry: 23 }, 'CLTV delta of 23 must be greater than minimum of 24'],
      [{ value: 1, value_msat: 1000 }, 'sat and msat arguments are mutually exclusive'],
      [{ value: -1 }, 'amount cannot be negative'],
      [{ value: '21000000000000000' }, 'invoice amount 25532559.26290448 BTC is too large, max is 100000 BTC'],
    ])('22: %j is beyond a limit', async (fields, details) => {
      const { market } = clients;
      expect(await market.refused(add, fields)).toEqual(unknown(details));
      expect(await market.refused(addHold, { hash: randomBytes(32), ...fields })).toEqual(unknown(details));
    });

    it('23, 49: a canceled hold keeps its amount, and its payer learns nothing but wrong details', async () => {
      const { market, buyer } = clients;
      const hold = await held(market, buyer);
      await market.cancel(hold.hash);
      const invoice = await market.lookUp(hold.hash);
      expect(invoice).toMatchObject({ state: 'CANCELED', amt_paid_msat: '1000000', settle_index: '0', settled: false });
      expect(invoice.htlcs.map(({ state }) => state)).toEqual(['CANCELED']);
      const ended = await hold.payment.until(({ status }) => status === 'FAILED');
      expect(ended.failure_reason).toBe('FAILURE_REASON_INCORRECT_PAYMENT_DETAILS');
    });

    it('24: the expiry ends an OPEN invoice and leaves an ACCEPTED one alone', async () => {
      const { market, buyer } = clients;
      const open = await market.addHold({ expiry: 2 });
      const accepted = await held(market, buyer, { expiry: 2 });
      const made = Date.now();
      const ended = await eventually(
        () => market.lookUp(open.hash),
        ({ state }) => state === 'CANCELED',
      );
      expect(ended.state).toBe('CANCELED');
      expect(Date.now() - made).toBeLessThan(4000);
      await sleep(1000);
      expect((await market.lookUp(accepted.hash)).state).toBe('ACCEPTED');
      await market.settle(accepted.preimage);
      await accepted.payment.until(({ status }) => status === 'SUCCEEDED');
    });

    it('25: a payment in two parts is one acceptance', async () => {
      const { market, buyer } = clients;
      const invoice = await market.addHold({ value: 6_000_000 });
      const stream = market.followInvoice(invoice.hash);
      await stream.until(({ state }) => state === 'OPEN');
      const payment = buyer.pay(invoice.request, { max_parts: 16 });
      const accepted = await stream.until(({ state }) => state === 'ACCEPTED');
      expect(accepted.htlcs).toHaveLength(2);
      expect(accepted.amt_paid_msat).toBe('6000000000');
      await market.cancel(invoice.hash);
      await stream.ended;
      expect(stream.messages.map(({ state }) => state)).toEqual(['OPEN', 'ACCEPTED', 'CANCELED']);
      const ended = await payment.until(({ status }) => status === 'FAILED');
      // A payer may have tried in one piece before.
      expect(ended.htlcs.filter(({ status }) => status === 'FAILED').length).toBeGreaterThanOrEqual(2);
      expect(ended.htlcs.every(({ status }) => status === 'FAILED')).toBe(true);
    });

    it('28: more than the invoice asks is accepted, less is not', async () => {
      const { market, buyer } = clients;
      const { hash, request } = await market.addHold({ value: 1000 });
      const { destination, payment_addr } = await buyer.call('lnrpc.Lightning/DecodePayReq', { pay_req: request });
      const pay = (amt_msat: number) => ({
        dest: Buffer.from(destination, 'hex'),
        payment_hash: hash,
        payment_addr,
        final_cltv_delta: 80,
        amt_msat,
        fee_limit_msat: 1000,
        timeout_seconds: 30,
      });
      const send = (amt: number) => buyer.follow<{ status: string }>('routerrpc.Router/SendPaymentV2', pay(amt));
      await send(999_000).until(({ status }) => status === 'FAILED');
      expect((await market.lookUp(hash)).state).toBe('OPEN');
      send(5_000_000);
      const accepted = await eventually(
        () => market.lookUp(hash),
        ({ state }) => state === 'ACCEPTED',
      );
      expect(accepted).toMatchObject({ state: 'ACCEPTED', amt_paid_msat: '5000000', value_msat: '1000000' });
      await market.cancel(hash);
    });

    it('29: the first payer is the only one', async () => {
      const { market, buyer, seller } = clients;
      const hold = await held(market, buyer);
      const wrong = { status: 'FAILED', failure_reason: 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS' };
      expect(await seller.paid(hold.request)).toMatchObject(wrong);
      await market.settle(hold.preimage);
      expect(await seller.paid(hold.request)).toMatchObject(wrong);
      const invoice = await market.lookUp(hold.hash);
      expect(invoice).toMatchObject({ state: 'SETTLED', amt_paid_msat: '1000000' });
      expect(invoice.htlcs).toHaveLength(1);
    });

    it.each([24, 80])(
      '30, 31: a hold with cltv_expiry %i is given back 18 blocks before its HTLC expires',
      async (cltv) => {
        const { market, buyer } = clients;
        const acceptedAt = await height();
        const hold = await held(market, buyer, { cltv_expiry: cltv });
        const [htlc] = (await market.lookUp(hold.hash)).htlcs;
        expect(htlc).toMatchObject({ accept_height: acceptedAt, expiry_height: acceptedAt + cltv + 3 });
        await target().mine(cltv + 3 - 18 - 1);
        await sleep(200);
        expect((await market.lookUp(hold.hash)).state).toBe('ACCEPTED');
        await target().mine(1);
        const ended = await eventually(
          () => market.lookUp(hold.hash),
          ({ state }) => state === 'CANCELED',
        );
        expect(ended.state).toBe('CANCELED');
        expect(await market.refused(settle, { preimage: hold.preimage })).toEqual(unknown('invoice already canceled'));
        await hold.payment.until(({ status }) => status === 'FAILED');
      },
    );

    it('32: of SettleInvoice and CancelInvoice at once exactly one wins, and the payer sees the same', async () => {
      const { market, buyer } = clients;
      for (let race = 0; race < 8; race++) {
        const hold = await held(market, buyer);
        const ends = [() => market.settle(hold.preimage), () => market.cancel(hold.hash)];
        if (race % 2 === 1) ends.reverse();
        const results = await Promise.allSettled(ends.map((end) => end()));
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        const { state } = await market.lookUp(hold.hash);
        const ended = await hold.payment.until(({ status }) => status !== 'IN_FLIGHT');
        expect([state, ended.status]).toEqual(state === 'SETTLED' ? ['SETTLED', 'SUCCEEDED'] : ['CANCELED', 'FAILED']);
      }
    });

    it('reports a settled invoice in full, and its HTLC as final', async () => {
      const { market, buyer } = clients;
      const memo = 'translated 3 pages';
      const hold = await held(market, buyer, { memo, value_msat: 123_456, value: 0, expiry: 600, cltv_expiry: 40 });
      await market.settle(hold.preimage);
      await hold.payment.until(({ status }) => status === 'SUCCEEDED');
      const invoice = await market.lookUp(hold.hash);
      expect(invoice).toMatchObject({
        memo,
        value: '123',
        value_msat: '123456',
        amt_paid_sat: '123',
        amt_paid_msat: '123456',
        state: 'SETTLED',
        settled: true,
        expiry: '600',
        cltv_expiry: '40',
        payment_request: hold.request,
        is_keysend: false,
        is_amp: false,
      });
      expect(createHash('sha256').update(invoice.r_preimage).digest()).toEqual(hold.hash);
      const [htlc] = invoice.htlcs;
      expect(htlc).toMatchObject({ state: 'SETTLED', amt_msat: '123456', mpp_total_amt_msat: '123456' });
      const { chan_id, htlc_index } = htlc!;
      // Not found means that it is not final yet, which takes the payer's node one more message.
      const final = () =>
        market.call('lnrpc.Lightning/LookupHtlcResolution', { chan_id, htlc_index }).catch(({ code }) => ({ code }));
      expect(await eventually(final, ({ code }) => code !== 5)).toEqual({ settled: true, offchain: true });
      const nobodys = await market.refused('lnrpc.Lightning/LookupHtlcResolution', { chan_id, htlc_index: 999_999 });
      expect(nobodys.code).toBe(5);
    });

    it('pages through invoices in both directions', async () => {
      const { market } = clients;
      const list = (request: object) => market.call('lnrpc.Lightning/ListInvoices', request);
      const first = Number((await list({ reversed: true, num_max_invoices: 1 })).last_index_offset);
      const made = [await market.addHold(), await market.addHold(), await market.addHold()];
      await market.cancel(made[1]!.hash);
      const indexes = ({ invoices }: { invoices: { add_index: string }[] }) => invoices.map((e) => Number(e.add_index));
      const [one, two, three] = [first + 1, first + 2, first + 3];
      const page = await list({ index_offset: first, num_max_invoices: 2 });
      expect(indexes(page)).toEqual([one, two]);
      expect(page).toMatchObject({ first_index_offset: String(one), last_index_offset: String(two) });
      expect(indexes(await list({ index_offset: two }))).toEqual([three]);
      expect(await list({ index_offset: three })).toMatchObject({ invoices: [], last_index_offset: '0' });
      expect(indexes(await list({ reversed: true, num_max_invoices: 2 }))).toEqual([two, three]);
      expect(indexes(await list({ reversed: true, index_offset: three, num_max_invoices: 2 }))).toEqual([one, two]);
      expect(indexes(await list({ index_offset: first, pending_only: true }))).toEqual([one, three]);
    });
  });
}
