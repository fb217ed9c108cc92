/** What LND does with payments, in its own codes and words; the numbers are those of the observations on a real node. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Payment__Output as Payment } from '#lightning/generated/lnrpc/Payment';
import { eventually, type Lnd, sleep } from '../harness/lnd.js';
import type { Target } from '../harness/target.js';
import { type Clients, connect, held } from './clients.js';

const ended = ({ status }: Payment) => status === 'SUCCEEDED' || status === 'FAILED';

export function paymentsConformance(target: () => Target): void {
  describe('payments', () => {
    let clients: Clients;
    beforeAll(() => {
      clients = connect(target());
    });
    afterAll(() => clients.close());

    const track = (lnd: Lnd, hash: Buffer) =>
      lnd.follow<Payment>('routerrpc.Router/TrackPaymentV2', { payment_hash: hash });
    const isUnknown = async (lnd: Lnd, hash: Buffer) => {
      expect(await track(lnd, hash).ended).toEqual({ code: 5, details: "payment isn't initiated" });
    };
    const hashOf = async (request: string) => {
      const decoded = await clients.buyer.call('lnrpc.Lightning/DecodePayReq', { pay_req: request });
      return Buffer.from(decoded.payment_hash, 'hex');
    };

    it('41: a hash that is in flight or paid is refused with code 6', async () => {
      const { market, buyer } = clients;
      const hold = await held(market, buyer);
      const inFlight = await buyer.pay(hold.request).ended;
      expect(inFlight.code).toBe(6);
      expect(inFlight.details).toMatch(/payment is in transition$/);
      await market.settle(hold.preimage);
      await hold.payment.until(ended);
      const paid = await buyer.pay(hold.request).ended;
      expect(paid.code).toBe(6);
      expect(paid.details).toMatch(/invoice is already paid$/);
    });

    it('42: a payment that failed may be sent again, and forgets its old attempts', async () => {
      const { market, buyer } = clients;
      const hold = await held(market, buyer);
      await market.cancel(hold.hash);
      await hold.payment.until(ended);
      const again = await buyer.paid(hold.request);
      expect(again).toMatchObject({ status: 'FAILED', failure_reason: 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS' });
      expect(again.htlcs).toHaveLength(1);
      const list = (include_incomplete: boolean): Promise<{ payments: Payment[] }> =>
        buyer.call('lnrpc.Lightning/ListPayments', { include_incomplete, reversed: true });
      const mine = ({ payments }: { payments: Payment[] }) =>
        payments.filter(({ payment_hash }) => payment_hash === hold.hash.toString('hex'));
      expect(mine(await list(true))).toHaveLength(1);
      expect(mine(await list(false))).toEqual([]);
    });

    it('43: the first message shows the record and no HTLC', async () => {
      const { market, buyer } = clients;
      const { request, hash } = await market.addHold();
      const payment = buyer.pay(request);
      const first = await payment.until(() => true);
      expect(first).toMatchObject({ status: 'IN_FLIGHT', htlcs: [], payment_hash: hash.toString('hex') });
      await payment.until(({ htlcs }) => htlcs.length === 1);
      await market.cancel(hash);
      expect(await payment.ended).toEqual({ code: 0, details: '' });
    });

    it('44: TrackPaymentV2 of an unknown, a running and a finished payment', async () => {
      const { market, buyer } = clients;
      await isUnknown(buyer, randomBytes(32));
      const hold = await held(market, buyer);
      const running = track(buyer, hold.hash);
      expect((await running.until(() => true)).status).toBe('IN_FLIGHT');
      await market.settle(hold.preimage);
      expect(await running.ended).toEqual({ code: 0, details: '' });
      expect(running.messages.at(-1)?.status).toBe('SUCCEEDED');
      const finished = track(buyer, hold.hash);
      expect(await finished.ended).toEqual({ code: 0, details: '' });
      expect(finished.messages.map(({ status }) => status)).toEqual(['SUCCEEDED']);
      expect(finished.messages[0]?.payment_preimage).toBe(hold.preimage.toString('hex'));
    });

    it('44: TrackPayments begins with what is running and then tells of every payment', async () => {
      const { market, buyer } = clients;
      const running = await held(market, buyer);
      const all = buyer.follow<Payment>('routerrpc.Router/TrackPayments');
      const of = (hash: Buffer) => (payment: Payment) => payment.payment_hash === hash.toString('hex');
      await all.until(of(running.hash));
      const other = await held(market, buyer);
      await market.settle(other.preimage);
      await market.settle(running.preimage);
      await all.until((payment) => of(other.hash)(payment) && payment.status === 'SUCCEEDED');
      await all.until((payment) => of(running.hash)(payment) && payment.status === 'SUCCEEDED');
      const finals = buyer.follow<Payment>('routerrpc.Router/TrackPayments', { no_inflight_updates: true });
      await buyer.call('lnrpc.Lightning/GetInfo');
      const third = await held(market, buyer);
      await market.settle(third.preimage);
      await finals.until(of(third.hash));
      expect(finals.messages.map(({ status }) => status)).toEqual(['SUCCEEDED']);
      for (const stream of [all, finals]) stream.cancel();
    });

    it('45: a payment to oneself is refused', async () => {
      const { buyer } = clients;
      const { request, hash } = await buyer.addHold();
      expect(await buyer.pay(request).ended).toEqual({ code: 2, details: 'self-payments not allowed' });
      await isUnknown(buyer, hash);
    });

    it('46: what is wrong with a request is said before anything is recorded', async () => {
      const { market, buyer } = clients;
      const [fixed, open] = [await market.addHold({ expiry: 1 }), await market.addHold({ value: 0 })];
      const refusal = (request: string, fields: object = {}) => buyer.pay(request, fields).ended;
      const unknown = (details: string) => ({ code: 2, details });
      expect(await refusal(fixed.request, { amt_msat: 5 })).toEqual(
        unknown('amount must not be specified when paying a non-zero amount invoice'),
      );
      expect(await refusal(open.request)).toEqual(
        unknown('amount must be specified when paying a zero amount invoice'),
      );
      const { request } = await market.addHold();
      expect(await refusal(request, { cltv_limit: 50 })).toEqual(unknown('cltv limit 50 should be greater than 83'));
      expect(await refusal('nonsense-without-one')).toEqual(unknown('invalid index of 1'));
      expect(await refusal('short')).toEqual(unknown('invalid bech32 string length 5'));
      await sleep(2100);
      const expired = await refusal(fixed.request);
      expect(expired.code).toBe(2);
      expect(expired.details).toMatch(/^invoice expired\. Valid until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC$/);
      for (const { hash } of [fixed, open]) await isUnknown(buyer, hash);
      expect(await buyer.refused('lnrpc.Lightning/DecodePayReq', { pay_req: 'short' })).toEqual(
        unknown('invalid bech32 string length 5'),
      );
      const paid = await buyer.pay(open.request, { amt_msat: 1500 }).until(({ htlcs }) => htlcs.length === 1);
      expect(paid.value_msat).toBe('1500');
      await market.cancel(open.hash);
    });

    it('47: a fee limit of 0 finds no route over two hops; with one it costs base and rate', async () => {
      const { buyer, seller } = clients;
      const { payment_request } = await seller.call('lnrpc.Lightning/AddInvoice', { value: 100_000 });
      const without = await buyer.paid(payment_request, { fee_limit_msat: 0 });
      expect(without).toMatchObject({ status: 'FAILED', failure_reason: 'FAILURE_REASON_NO_ROUTE' });
      const paid = await buyer.paid(payment_request, { fee_limit_msat: 5000 });
      expect(paid).toMatchObject({ status: 'SUCCEEDED', fee_msat: '1100', value_msat: '100000000' });
      const [attempt] = paid.htlcs;
      expect(attempt?.route).toMatchObject({ total_fees_msat: '1100', total_amt_msat: '100001100' });
      expect(attempt?.route?.hops.map((hop) => [hop.amt_to_forward_msat, hop.fee_msat])).toEqual([
        ['100000000', '1100'],
        ['100000000', '0'],
      ]);
      expect(await hashOf(payment_request)).toEqual(Buffer.from(paid.payment_hash, 'hex'));
    });

    it('47: EstimateRouteFee knows the same from the graph', async () => {
      const { buyer, seller } = clients;
      const { identity_pubkey } = await seller.call('lnrpc.Lightning/GetInfo');
      const dest = Buffer.from(identity_pubkey, 'hex');
      const quote = await buyer.call('routerrpc.Router/EstimateRouteFee', { dest, amt_sat: 100_000 });
      expect(quote.routing_fee_msat).toBe('1100');
    });

    it('48: more than the payer has', async () => {
      const { market, buyer } = clients;
      const { request } = await market.addHold({ value: 60_000_000 });
      const refused = await buyer.paid(request, { max_parts: 16 });
      expect(refused).toMatchObject({ status: 'FAILED', failure_reason: 'FAILURE_REASON_INSUFFICIENT_BALANCE' });
    });

    it('50: a client that goes away does not stop the payment', async () => {
      const { market, buyer } = clients;
      const [canceled, late] = [await market.addHold(), await market.addHold()];
      const first = buyer.pay(canceled.request);
      await first.until(() => true);
      first.cancel();
      expect((await first.ended).code).toBe(1);
      // The client's own clock says DEADLINE_EXCEEDED, unless the node's word that the call is over comes first.
      expect([1, 4]).toContain((await buyer.pay(late.request, {}, 300).ended).code);
      for (const { hash, preimage } of [canceled, late]) {
        const accepted = market.followInvoice(hash);
        await accepted.until(({ state }) => state === 'ACCEPTED');
        const tracked = track(buyer, hash);
        expect((await tracked.until(() => true)).status).toBe('IN_FLIGHT');
        await market.settle(preimage);
        await tracked.until(({ status }) => status === 'SUCCEEDED');
      }
    });

    it('51: unless it may, and even then an HTLC that is out can settle', async () => {
      const { market, buyer } = clients;
      const { request, hash, preimage } = await market.addHold();
      const payment = buyer.pay(request, { cancelable: true });
      await market.followInvoice(hash).until(({ state }) => state === 'ACCEPTED');
      payment.cancel();
      await sleep(300);
      const tracked = track(buyer, hash);
      const running = { status: 'IN_FLIGHT', failure_reason: 'FAILURE_REASON_NONE' };
      expect(await tracked.until(() => true)).toMatchObject(running);
      await market.settle(preimage);
      // Its reason may be told as canceled all the same, at once or later: only the status says what happened.
      expect((await tracked.until(ended)).status).toBe('SUCCEEDED');
    });

    it('52: timeout_seconds bounds new attempts, not those that are out', async () => {
      const { market, buyer } = clients;
      const { request, hash, preimage } = await market.addHold();
      buyer.pay(request, { timeout_seconds: 1 });
      await market.followInvoice(hash).until(({ state }) => state === 'ACCEPTED');
      await sleep(1500);
      const tracked = track(buyer, hash);
      expect((await tracked.until(() => true)).status).toBe('IN_FLIGHT');
      await market.settle(preimage);
      await tracked.until(({ status }) => status === 'SUCCEEDED');
    });

    it('moves the amount, and the fee to whoever forwards', async () => {
      const { market, buyer, seller } = clients;
      const local = async (lnd: Lnd) => {
        const { local_balance } = await lnd.call('lnrpc.Lightning/ChannelBalance');
        return BigInt(local_balance.msat);
      };
      // A payer knows of its payment's end before the others have committed it, and while an HTLC is pending whoever opened the
      // channel pays for its output: balances are compared when nothing moves.
      const all = async (): Promise<bigint[]> => {
        const now = await Promise.all([buyer, market, seller].map(local));
        await sleep(300);
        const later = await Promise.all([buyer, market, seller].map(local));
        return now.join() === later.join() ? now : await all();
      };
      const before = await all();
      const { payment_request } = await seller.call('lnrpc.Lightning/AddInvoice', { value_msat: 2_500_000 });
      const { fee_msat } = await buyer.paid(payment_request);
      const moved = (await all()).map((balance, at) => balance - before[at]!);
      expect(moved).toEqual([-(2_500_000n + BigInt(fee_msat)), BigInt(fee_msat), 2_500_000n]);
    });

    it('shows what is in flight as unsettled on the side that it goes to, and gives all of it back', async () => {
      const { market, buyer } = clients;
      const balance = () => buyer.call('lnrpc.Lightning/ChannelBalance');
      const before = await balance();
      const hold = await held(market, buyer, { value: 7000 });
      const unsettled = ({ unsettled_remote_balance: { msat } }: { unsettled_remote_balance: { msat: string } }) =>
        BigInt(msat) - BigInt(before.unsettled_remote_balance.msat);
      const during = await eventually(balance, (answer) => unsettled(answer) > 0n);
      expect(BigInt(before.local_balance.msat) - BigInt(during.local_balance.msat)).toBe(7_000_000n);
      expect(unsettled(during)).toBe(7_000_000n);
      const { channels } = await buyer.call('lnrpc.Lightning/ListChannels');
      const pending = channels.flatMap((channel: { pending_htlcs: { hash_lock: Buffer }[] }) => channel.pending_htlcs);
      expect(pending).toContainEqual(
        expect.objectContaining({ hash_lock: hold.hash, amount: '7000', incoming: false }),
      );
      await market.cancel(hold.hash);
      await hold.payment.until(ended);
      const after = await eventually(balance, (answer) => unsettled(answer) === 0n);
      expect(after.local_balance).toEqual(before.local_balance);
    });

    it('tells of single HTLCs at payer, forwarder and payee', async () => {
      const { market, buyer, seller } = clients;
      const events = [buyer, market, seller].map((lnd) =>
        lnd.follow<{ event: string; event_type: string }>('routerrpc.Router/SubscribeHtlcEvents'),
      );
      for (const stream of events) await stream.until(({ event }) => event === 'subscribed_event');
      const { payment_request } = await seller.call('lnrpc.Lightning/AddInvoice', { value: 10 });
      await buyer.paid(payment_request);
      await Promise.all([
        events[0]!.until(({ event }) => event === 'settle_event'),
        events[1]!.until(({ event }) => event === 'final_htlc_event'),
        events[2]!.until(({ event }) => event === 'final_htlc_event'),
      ]);
      const kinds = events.map(({ messages }) => new Set(messages.map((e) => `${e.event_type} ${e.event}`)));
      expect(kinds[0]).toEqual(new Set(['UNKNOWN subscribed_event', 'SEND forward_event', 'SEND settle_event']));
      expect(kinds[1]).toContain('FORWARD forward_event');
      expect(kinds[1]).toContain('FORWARD settle_event');
      expect(kinds[2]).toContain('RECEIVE settle_event');
      for (const stream of events) stream.cancel();
    });

    it('pages through payments', async () => {
      const { market, buyer } = clients;
      const list = (request: object) => buyer.call('lnrpc.Lightning/ListPayments', request);
      const before = Number(
        (await list({ include_incomplete: true, reversed: true, max_payments: 1 })).last_index_offset,
      );
      for (let count = 0; count < 3; count++) {
        const { payment_request } = await market.call('lnrpc.Lightning/AddInvoice', { value: 10 });
        await buyer.paid(payment_request);
      }
      const indexes = ({ payments }: { payments: Payment[] }) => payments.map((e) => Number(e.payment_index));
      expect(indexes(await list({ index_offset: before, max_payments: 2 }))).toEqual([before + 1, before + 2]);
      expect(indexes(await list({ index_offset: before + 2 }))).toEqual([before + 3]);
      expect(indexes(await list({ reversed: true, max_payments: 2 }))).toEqual([before + 2, before + 3]);
    });
  });
}
