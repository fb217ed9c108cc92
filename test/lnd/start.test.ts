/** `npm start` on a real node, with the macaroons that `npm run lnd:bake` makes. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConnectFile } from '#apps/botbazaar/connect-file';
import { connectLnd, type LndAddress } from '#lightning/lnd-client';
import { build, type Run, run } from '../start/program.js';
import { RealTarget } from './real-target.js';

const target = new RealTarget();
let folder: string;
let settings: Record<string, string>;

beforeAll(() => {
  build();
  folder = mkdtempSync(join(tmpdir(), 'botbazaar-real-'));
  chmodSync(folder, 0o711);
  settings = target.bake(join(folder, 'macaroons'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (data: string, more: Record<string, string> = {}): Run =>
  run('main', { ...settings, BOTBAZAAR_DATA_DIR: join(folder, data), BOTBAZAAR_PORT: '0', NO_COLOR: '1', ...more });

/** Methods of LND, and who of ours may call them. */
const mayCall: Readonly<Record<string, readonly string[]>> = {
  '/lnrpc.Lightning/GetInfo': ['billing', 'settlement-watch', 'settlement-pay', 'reconciliation'],
  '/lnrpc.Lightning/AddInvoice': ['billing'],
  '/invoicesrpc.Invoices/AddHoldInvoice': ['billing'],
  '/invoicesrpc.Invoices/SettleInvoice': ['billing'],
  '/invoicesrpc.Invoices/CancelInvoice': ['billing'],
  '/invoicesrpc.Invoices/LookupInvoiceV2': ['billing', 'settlement-watch'],
  '/lnrpc.Lightning/ListInvoices': ['settlement-watch', 'reconciliation'],
  '/lnrpc.Lightning/ListChannels': ['settlement-watch', 'settlement-pay', 'reconciliation'],
  '/lnrpc.Lightning/LookupHtlcResolution': ['settlement-watch'],
  '/lnrpc.Lightning/DecodePayReq': ['billing', 'settlement-pay'],
  '/routerrpc.Router/SendPaymentV2': ['settlement-pay'],
  '/routerrpc.Router/TrackPaymentV2': ['settlement-pay'],
  '/lnrpc.Lightning/ListPayments': ['settlement-pay', 'reconciliation'],
  '/lnrpc.Lightning/ChannelBalance': ['settlement-pay', 'reconciliation'],
  '/lnrpc.Lightning/PendingChannels': ['reconciliation'],
  '/lnrpc.Lightning/WalletBalance': ['reconciliation'],
  '/lnrpc.Lightning/DeletePayment': [],
  '/lnrpc.Lightning/DeleteAllPayments': [],
  '/routerrpc.Router/SendToRouteV2': [],
  '/lnrpc.Lightning/SendCoins': [],
  '/lnrpc.Lightning/OpenChannelSync': [],
  '/lnrpc.Lightning/CloseChannel': [],
  '/lnrpc.Lightning/NewAddress': [],
  '/lnrpc.Lightning/BakeMacaroon': [],
  '/lnrpc.Lightning/DeleteMacaroonID': [],
  '/walletrpc.WalletKit/SendOutputs': [],
  '/signrpc.Signer/SignMessage': [],
};

describe('the macaroons of npm run lnd:bake', () => {
  it.each(['billing', 'settlement-watch', 'settlement-pay', 'reconciliation'])(
    'let %s make its own calls and no others',
    async (name) => {
      const file = join(folder, 'macaroons', `${name}.macaroon`);
      const access: LndAddress = { ...target.market, macaroon: () => target.inHex(file) };
      const lnd = connectLnd(access);
      try {
        for (const [path, callers] of Object.entries(mayCall)) {
          expect([path, await lnd.isAllowed(path)]).toEqual([path, callers.includes(name)]);
        }
      } finally {
        lnd.close();
      }
    },
  );

  it('are refused where one that can pay is given to billing, and nothing is started', async () => {
    const started = start('refused', {
      LND_BILLING_MACAROON_FILE: join(folder, 'macaroons', 'settlement-pay.macaroon'),
    });
    expect(await started.ended()).toBe(1);
    expect(started.said()).toContain('The macaroon for billing can pay.');
  });

  it('are not needed to say that a macaroon of another node is none', async () => {
    const started = start('foreign', { LND_BILLING_MACAROON_FILE: target.buyerMacaroonFile });
    expect(await started.ended()).toBe(1);
    expect(started.said()).toMatch(/The Lightning node at \S+ cannot be used: verification failed/);
  });
});

describe('npm start on a real node', () => {
  it('shows the whole demonstration, and lends nobody the wallet of the market', async () => {
    const started = start('shown', { BOTBAZAAR_WALLETS_FILE: target.networkFile });
    await started.says(/Ctrl-C stops everything/);
    const said = started.said();
    expect(said).toContain('Test money: the node is a real lnd on regtest.');
    expect(said).toContain('✓ the buyer paid 1,500 msat, the seller earned 1,455, the market keeps 45');
    expect(said).toContain('✓ no result, and nothing paid');
    expect(said).toContain('✓ the customer paid 6,000 msat for the work of three');
    expect(said).not.toMatch(/failed:|Not ready/);
    const { nodes } = (await readConnectFile(join(folder, 'shown'))) ?? { nodes: {} };
    expect(Object.keys(nodes).sort()).toEqual(['buyer', 'seller']);
    started.interrupt();
    expect(await started.ended()).toBe(0);
  });

  it('pays for nothing where nobody lends it wallets', async () => {
    const started = start('alone');
    await started.says(/No demonstration without BOTBAZAAR_WALLETS_FILE/);
    expect(started.said()).not.toContain('A bot buys work');
    started.interrupt();
    expect(await started.ended()).toBe(0);
  });
});
