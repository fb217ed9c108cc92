/** What LND's streams tell, repeat and keep to themselves; the numbers are those of the observations on a real node. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Invoice__Output as Invoice } from '#lightning/generated/lnrpc/Invoice';
import { sleep } from '../harness/lnd.js';
import type { Target } from '../harness/target.js';
import { type Clients, caughtUp, connect, held, settled, subscribe, told, toldFrom } from './clients.js';

export function streamsConformance(target: () => Target): void {
  describe('streams', () => {
    let clients: Clients;
    beforeAll(() => {
      clients = connect(target());
    });
    afterAll(() => clients.close());

    const tip = async () => Number((await settled(clients.market, clients.buyer)).settle_index);

    it('1: SubscribeInvoices tells of OPEN and SETTLED, never of ACCEPTED or CANCELED', async () => {
      const { market, buyer } = clients;
      const stream = subscribe(market, {});
      const [taken, returned] = [await held(market, buyer), await held(market, buyer)];
      const unpaid = await market.addHold();
      await market.settle(taken.preimage);
      await market.cancel(returned.hash);
      await market.cancel(unpaid.hash);
      await caughtUp(market, stream);
      const states = (hash: Buffer) => stream.messages.filter(({ r_hash }) => r_hash.equals(hash)).map((e) => e.state);
      expect(states(taken.hash)).toEqual(['OPEN', 'SETTLED']);
      expect(states(returned.hash)).toEqual(['OPEN']);
      expect(states(unpaid.hash)).toEqual(['OPEN']);
      stream.cancel();
    });

    it('2: settle_index 0 asks for no backlog', async () => {
      await settled(clients.market, clients.buyer);
      const stream = subscribe(clients.market, { settle_index: 0 });
      await caughtUp(clients.market, stream);
      expect(told(stream)).toEqual([]);
      stream.cancel();
    });

    it('3, 4: an index at or above an event of this node suppresses it, even live and without a word', async () => {
      const { market, buyer } = clients;
      const last = await tip();
      // One after the other: two backlogs that are read at once stop a node on native SQL.
      const equal = subscribe(market, { settle_index: last + 1 });
      await caughtUp(market, equal);
      const far = subscribe(market, { settle_index: last + 50 });
      await caughtUp(market, far);
      await settled(market, buyer);
      const second = await settled(market, buyer);
      await equal.until(({ state }) => state === 'SETTLED');
      await caughtUp(market, equal, far);
      const settlements = (messages: Invoice[]) => messages.filter(({ state }) => state === 'SETTLED');
      expect(settlements(equal.messages).map((e) => e.settle_index)).toEqual([second.settle_index]);
      expect(settlements(far.messages)).toEqual([]);
      for (const stream of [equal, far]) stream.cancel();
    });

    it('5: settle_index N asks for the settlements after N', async () => {
      const { market, buyer } = clients;
      const last = await tip();
      const later = [await settled(market, buyer), await settled(market, buyer)];
      const from = (settle_index: number) => toldFrom(market, { settle_index });
      expect(await from(last)).toEqual(later.map((e) => `a${e.add_index}/s${e.settle_index}`));
      expect(await from(last + 2)).toEqual([]);
      expect(await from(last + 99)).toEqual([]);
    });

    it('6: the add backlog shows invoices as they are now, so both indexes together tell of a settlement twice', async () => {
      const { market, buyer } = clients;
      const before = await settled(market, buyer);
      const paid = await settled(market, buyer);
      const returned = await held(market, buyer);
      await market.cancel(returned.hash);
      const indexes = { add_index: Number(before.add_index), settle_index: Number(before.settle_index) };
      const once = `a${paid.add_index}/s${paid.settle_index}`;
      expect(await toldFrom(market, { add_index: indexes.add_index })).toEqual([once]);
      expect(await toldFrom(market, indexes)).toEqual([once, once]);
    });

    it('7: live events come in the order of settlement, whatever the order of adding', async () => {
      const { market, buyer } = clients;
      const last = await tip();
      const holds = [await held(market, buyer), await held(market, buyer), await held(market, buyer)];
      const live = subscribe(market, {});
      await caughtUp(market, live);
      for (const index of [2, 0, 1]) await market.settle(holds[index]!.preimage);
      await caughtUp(market, live);
      const order = [2, 0, 1].map((index, at) => `a${holds[index]!.addIndex}/s${last + 1 + at}`);
      expect(told(live)).toEqual(order);
      live.cancel();
    });

    it('8: SubscribeSingleInvoice tells every state once and ends with OK after the last', async () => {
      const { market, buyer } = clients;
      const [taken, returned] = [await market.addHold(), await market.addHold()];
      for (const { hash, request, preimage } of [taken, returned]) {
        const stream = market.followInvoice(hash);
        await stream.until(({ state }) => state === 'OPEN');
        buyer.pay(request);
        await stream.until(({ state }) => state === 'ACCEPTED');
        await (hash === taken.hash ? market.settle(preimage) : market.cancel(hash));
        expect(await stream.ended).toEqual({ code: 0, details: '' });
        const last = hash === taken.hash ? 'SETTLED' : 'CANCELED';
        expect(stream.messages.map(({ state }) => state)).toEqual(['OPEN', 'ACCEPTED', last]);
      }
    });

    it('8: it may begin before the invoice exists, is silent about an unknown one and ends at once for a final one', async () => {
      const { market } = clients;
      const invoice = await market.addHold();
      const hash = randomBytes(32);
      const [unknown, early] = [market.followInvoice(randomBytes(32)), market.followInvoice(hash)];
      await market.call('invoicesrpc.Invoices/AddHoldInvoice', { hash, value: 1 });
      await early.until(({ state }) => state === 'OPEN');
      expect(unknown.messages).toEqual([]);
      await market.cancel(invoice.hash);
      const late = market.followInvoice(invoice.hash);
      expect(await late.ended).toEqual({ code: 0, details: '' });
      expect(late.messages.map(({ state }) => state)).toEqual(['CANCELED']);
      unknown.cancel();
      await market.cancel(hash);
      expect((await early.ended).code).toBe(0);
    });

    it('14: a revoked macaroon is refused by name, but a stream that is open goes on', async () => {
      const { market, buyer } = clients;
      const macaroon = await market.bake(
        ['uri:/lnrpc.Lightning/SubscribeInvoices', 'uri:/lnrpc.Lightning/GetInfo'],
        13,
      );
      const watcher = market.as(macaroon);
      const stream = subscribe(watcher, {});
      await caughtUp(market, stream);
      expect(await market.call('lnrpc.Lightning/DeleteMacaroonID', { root_key_id: 13 })).toEqual({ deleted: true });
      expect(await watcher.refused('lnrpc.Lightning/GetInfo')).toEqual({
        code: 2,
        details: "cannot retrieve macaroon: cannot get macaroon: root key with id 13 doesn't exist",
      });
      const paid = await settled(market, buyer);
      await stream.until(({ state, r_hash }) => state === 'SETTLED' && r_hash.equals(paid.r_hash));
      stream.cancel();
      watcher.close();
    });
  });
}

/** Kept apart because it ends connections that other suites hold. */
export function shutdownConformance(target: () => Target): void {
  describe('a node that stops', () => {
    let clients: Clients;
    beforeAll(() => {
      clients = connect(target());
    });
    afterAll(() => clients.close());

    it('9, 10: says OK on invoice streams, an error on router streams, nothing on the state stream', async () => {
      const { market, seller } = clients;
      const hold = await seller.addHold();
      const sending = market.pay(hold.request);
      await sending.until(({ htlcs }) => htlcs.length > 0);
      const streams = {
        invoices: subscribe(market, {}),
        single: market.followInvoice((await market.addHold()).hash),
        sending,
        tracked: market.follow('routerrpc.Router/TrackPaymentV2', { payment_hash: hold.hash }),
        all: market.follow('routerrpc.Router/TrackPayments'),
        state: market.follow('lnrpc.State/SubscribeState'),
      };
      await Promise.all([streams.state, streams.all, streams.tracked].map((stream) => stream.until(() => true)));
      await caughtUp(market, streams.invoices);
      await target().restart('market', 'term');
      // First of all, so that nothing stays in flight for the tests that follow, whatever is found here.
      await seller.cancel(hold.hash);
      const dropped = { code: 14, details: 'Connection dropped' };
      const ok = { code: 0, details: '' };
      const stopping = { code: 2, details: 'routerrpc server shutting down' };
      const said = { invoices: ok, single: ok, sending: stopping, tracked: stopping, all: stopping, state: dropped };
      for (const [name, end] of Object.entries(said)) {
        const ended = await streams[name as keyof typeof streams].ended;
        const lost = target().dropsWhileStopping && ended.code === dropped.code;
        expect([name, ended]).toEqual([name, lost ? dropped : end]);
      }
    });

    it('11: and one that is killed drops every stream with code 14', async () => {
      const { market } = clients;
      const streams = [subscribe(market, {}), market.follow('routerrpc.Router/TrackPayments')];
      await caughtUp(market, streams[0]! as never);
      await target().restart('market', 'kill');
      for (const stream of streams) expect(await stream.ended).toEqual({ code: 14, details: 'Connection dropped' });
    });

    it('33: finds its accepted holds again, and settles them', async () => {
      const { market, buyer } = clients;
      for (const how of ['term', 'kill'] as const) {
        const hold = await held(market, buyer);
        await target().restart('market', how);
        expect((await retried(() => market.lookUp(hold.hash))).state).toBe('ACCEPTED');
        await market.settle(hold.preimage);
        const done = await buyer
          .follow<{ status: string }>('routerrpc.Router/TrackPaymentV2', { payment_hash: hold.hash })
          .until(({ status }) => status === 'SUCCEEDED');
        expect(done.status).toBe('SUCCEEDED');
      }
    });

    it('34: what SettleInvoice acknowledged is SETTLED after a kill', async () => {
      const { market, buyer } = clients;
      const hold = await held(market, buyer);
      await market.settle(hold.preimage);
      await target().restart('market', 'kill');
      expect((await retried(() => market.lookUp(hold.hash))).state).toBe('SETTLED');
    });

    it('53: a payer that is killed knows its payment and refuses to send it again', async () => {
      const { market, buyer } = clients;
      const hold = await held(market, buyer);
      await target().restart('buyer', 'kill');
      const track = () =>
        buyer.follow<{ status: string }>('routerrpc.Router/TrackPaymentV2', { payment_hash: hold.hash });
      await retried(() => buyer.call('lnrpc.Lightning/GetInfo'));
      const tracked = track();
      await tracked.until(({ status }) => status === 'IN_FLIGHT');
      await market.settle(hold.preimage);
      await tracked.until(({ status }) => status === 'SUCCEEDED');
      expect((await buyer.pay(hold.request).ended).code).toBe(6);
    });
  });
}

/** A client needs a moment to find a node that is back. */
async function retried<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(50);
    }
  }
}
