/** Who may call what, and how LND says no; the numbers are those of the observations on a real node. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Refusal } from '../harness/lnd.js';
import type { Target } from '../harness/target.js';
import { type Clients, connect } from './clients.js';

const uris = (...methods: string[]) => methods.map((method) => `uri:/${method}`);
const denied = { code: 2, details: 'permission denied' };

/** One call per RPC that changes nothing; unary ones only. */
const harmless: Readonly<Record<string, object>> = {
  'lnrpc.Lightning/GetInfo': {},
  'lnrpc.Lightning/AddInvoice': { value: -1 },
  'lnrpc.Lightning/ListInvoices': {},
  'lnrpc.Lightning/LookupInvoice': {},
  'lnrpc.Lightning/DecodePayReq': {},
  'lnrpc.Lightning/ChannelBalance': {},
  'lnrpc.Lightning/WalletBalance': {},
  'lnrpc.Lightning/ListChannels': {},
  'lnrpc.Lightning/ListPayments': {},
  'lnrpc.Lightning/PendingChannels': {},
  'lnrpc.Lightning/LookupHtlcResolution': {},
  'lnrpc.Lightning/BakeMacaroon': {},
  'invoicesrpc.Invoices/AddHoldInvoice': {},
  'invoicesrpc.Invoices/SettleInvoice': {},
  'invoicesrpc.Invoices/CancelInvoice': {},
  'invoicesrpc.Invoices/LookupInvoiceV2': {},
  'routerrpc.Router/EstimateRouteFee': {},
};

const roles = {
  escrow: [
    'lnrpc.Lightning/GetInfo',
    'lnrpc.Lightning/AddInvoice',
    'lnrpc.Lightning/ListInvoices',
    'invoicesrpc.Invoices/AddHoldInvoice',
    'invoicesrpc.Invoices/SettleInvoice',
    'invoicesrpc.Invoices/CancelInvoice',
    'invoicesrpc.Invoices/LookupInvoiceV2',
    'lnrpc.Lightning/LookupHtlcResolution',
  ],
  payout: [
    'lnrpc.Lightning/GetInfo',
    'lnrpc.Lightning/DecodePayReq',
    'lnrpc.Lightning/ChannelBalance',
    'lnrpc.Lightning/ListPayments',
    'routerrpc.Router/EstimateRouteFee',
  ],
  reconciliation: [
    'lnrpc.Lightning/GetInfo',
    'lnrpc.Lightning/ListInvoices',
    'lnrpc.Lightning/ListPayments',
    'lnrpc.Lightning/ListChannels',
    'lnrpc.Lightning/ChannelBalance',
    'lnrpc.Lightning/WalletBalance',
    'lnrpc.Lightning/LookupInvoice',
    'lnrpc.Lightning/PendingChannels',
  ],
};

export function macaroonsConformance(target: () => Target): void {
  describe('macaroons', () => {
    let clients: Clients;
    beforeAll(() => {
      clients = connect(target());
    });
    afterAll(() => clients.close());

    /** How the calls end: `undefined` for a reply. */
    const outcome = (rpc: string, macaroon: string | undefined, request: object): Promise<Refusal | undefined> => {
      const client = clients.market.as(macaroon);
      return client
        .refused(rpc, request)
        .catch(() => undefined)
        .finally(() => client.close());
    };

    it.each(Object.entries(roles))('38: %s may call what is listed and nothing else', async (_role, allowed) => {
      const macaroon = await clients.market.bake(uris(...allowed));
      for (const [rpc, request] of Object.entries(harmless)) {
        const refusal = await outcome(rpc, macaroon, request);
        if (allowed.includes(rpc)) expect([rpc, refusal?.details]).not.toEqual([rpc, denied.details]);
        else expect([rpc, refusal]).toEqual([rpc, denied]);
      }
    });

    it('38: streams are guarded alike', async () => {
      const client = clients.market.as(await clients.market.bake(uris(...roles.escrow)));
      expect(await client.pay('anything').ended).toEqual(denied);
      expect(await client.follow('routerrpc.Router/TrackPaymentV2', {}).ended).toEqual(denied);
      expect(await client.follow('lnrpc.Lightning/SubscribeInvoices', {}).ended).toEqual(denied);
      client.close();
    });

    it('39: LookupInvoiceV2 counts as writing', async () => {
      const { market } = clients;
      const { hash } = await market.addHold();
      const lookUp = async (...permissions: string[]) =>
        outcome('invoicesrpc.Invoices/LookupInvoiceV2', await market.bake(permissions), { payment_hash: hash });
      expect(await lookUp('invoices:read')).toEqual(denied);
      expect(await lookUp('invoices:read', 'invoices:write')).toBeUndefined();
    });

    it('39: only a method that exists can be allowed', async () => {
      const permissions = [{ entity: 'uri', action: '/lnrpc.Lightning/NoSuchMethod' }];
      const refusal = await clients.market.refused('lnrpc.Lightning/BakeMacaroon', { permissions });
      expect(refusal.code).toBe(2);
      expect(refusal.details).toMatch(
        /^invalid permission action, must be an existing URI in the format \/package\.Service\/MethodName/,
      );
    });

    it('40: none, one of another node, one that is not hex, half of one', async () => {
      const { market, seller } = clients;
      const own = await market.bake(uris('lnrpc.Lightning/GetInfo'));
      const foreign = await seller.bake(uris('lnrpc.Lightning/GetInfo'));
      const info = async (macaroon: string | undefined) => outcome('lnrpc.Lightning/GetInfo', macaroon, {});
      expect(await info(own)).toBeUndefined();
      expect(await info(undefined)).toEqual({ code: 2, details: 'expected 1 macaroon, got 0' });
      expect(await info(foreign)).toEqual({
        code: 2,
        details: 'verification failed: signature mismatch after caveat verification',
      });
      expect((await info('not hex'))?.details).toMatch(/^encoding\/hex: invalid byte: /);
      expect((await info(own.slice(0, 4)))?.details).toMatch(/^unmarshal v2: /);
      expect((await info(own.slice(0, -2)))?.details).toMatch(/^unmarshal v2: /);
    });

    it('40: the state needs none', async () => {
      const nobody = clients.market.as(undefined);
      expect(await nobody.call('lnrpc.State/GetState')).toEqual({ state: 'SERVER_ACTIVE' });
      const states = nobody.follow<{ state: string }>('lnrpc.State/SubscribeState');
      expect(await states.until(() => true)).toEqual({ state: 'SERVER_ACTIVE' });
      states.cancel();
      nobody.close();
    });
  });
}
