/** Settlement's watcher on real nodes: what is wrong with one is noticed, holds end by our own count, outages cost no money. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { type Settlement, settlementDefaults, start as startSettlement } from '#apps/settlement/start';
import type { ChargeReply } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import { systemClock } from '#kernel/clock';
import { asAppError } from '#kernel/errors';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd, type LndClient } from '#lightning/lnd-client';
import { invoiceDeskPermissions, invoiceWatchPermissions } from '#lightning/permissions';
import { createLogger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { balances, order, seller } from '#test/billing/billing-kit';
import { suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { Lnd } from '../lnd-sim/harness/lnd.js';
import { alone, paysNothing } from '../settlement/settlement-kit.js';
import { RealTarget } from './real-target.js';

const suite = suiteDatabase();
const target = new RealTarget();
const market = new Lnd(target.nodes.market);
const buyer = new Lnd(target.nodes.buyer);
const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
const dispatch = { fundTask: async () => ({ outcome: 'queued' }) } as unknown as Dispatch;
const noticedMs = 30_000;
const recoveredMs = 60_000;

let database: Database;
let billing: RunningBilling;
let settlement: Settlement | undefined;
let watchMacaroon: string;

beforeAll(async () => {
  watchMacaroon = await market.bake(invoiceWatchPermissions);
  const deskMacaroon = await market.bake(invoiceDeskPermissions);
  database = await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(billingDefaults, {
    ...{ database, clock: systemClock, logger },
    desks: [openInvoiceDesk(connect(deskMacaroon))],
    keys: { preimages: keyring, credentials: keyring },
    journal: testJournal(),
  });
  await settlementUp();
});
afterEach(async () => {
  await until(refusal, (outcome) => outcome === 'sold', recoveredMs);
});
afterAll(async () => {
  await settlement?.stop();
  await billing.stop();
  market.close();
  buyer.close();
});

function connect(macaroon: string): LndClient {
  const { address, tlsCertFile } = target.market;
  return connectLnd({ address, tlsCertFile, macaroon: () => macaroon });
}

async function settlementUp(): Promise<void> {
  settlement = await startSettlement(settlementDefaults, {
    ...{ billing: billing.service, dispatch, lead: alone, logger },
    watches: [openInvoiceWatch(connect(watchMacaroon))],
    ...paysNothing,
  });
}

async function refusal(): Promise<string> {
  try {
    await billing.service.openCharge(order());
    return 'sold';
  } catch (error) {
    return asAppError(error).code;
  }
}

const reported = async () => (await billing.service.listNodes({})).nodes[0]?.unfit ?? 'nothing';
const stateOf = async ({ taskId }: ChargeReply) => (await billing.service.getCharge({ taskId })).state;

async function hold() {
  await until(refusal, (outcome) => outcome === 'sold', recoveredMs);
  const charge = await billing.service.openCharge(order({ holdWindowMs: 900_000 }));
  const payment = buyer.pay(charge.paymentRequest, {}, 600_000);
  await until(
    () => stateOf(charge),
    (state) => state === 'HELD',
    20_000,
  );
  return { charge, payment };
}

/** How long it took until billing knew, sold nothing and said why. */
async function noticed(reasons: readonly string[]): Promise<void> {
  const began = performance.now();
  await until(reported, (unfit) => reasons.includes(unfit), noticedMs);
  expect(await refusal()).toBe('lightning_unavailable');
  expect(performance.now() - began).toBeLessThan(noticedMs);
}

describe('a real node', () => {
  it('that is frozen is noticed within 30 s, and what it holds is settled when it is thawed', async () => {
    const { charge, payment } = await hold();
    await target.command('freeze', 'market');
    await noticed(['silent']);
    await target.command('thaw', 'market');
    await until(reported, (unfit) => unfit === '', recoveredMs);
    await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: seller });
    await until(
      () => stateOf(charge),
      (state) => state === 'SETTLED',
      20_000,
    );
    expect(await payment.until(({ status }) => status === 'SUCCEEDED')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('that is shut down in order is noticed as well, and followed again when it is back', async () => {
    const { charge } = await hold();
    await target.command('stop', 'market');
    await noticed(['unreachable', 'not_listened_to']);
    await target.command('start', 'market');
    await until(reported, (unfit) => unfit === '', recoveredMs);
    await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: seller });
    await until(
      () => stateOf(charge),
      (state) => state === 'SETTLED',
      20_000,
    );
  });

  it('that comes back with its wallet locked is noticed, and sells again when it is unlocked', async () => {
    await until(reported, (unfit) => unfit === '', recoveredMs);
    const file = target.networkFile;
    const plan = readFileSync(file, 'utf8');
    const locked = JSON.parse(plan);
    const opens = (flag: string) => flag.startsWith('--wallet-unlock-password-file');
    locked.nodes.market.flags = locked.nodes.market.flags.filter((flag: string) => !opens(flag));
    await target.command('stop', 'market');
    writeFileSync(file, JSON.stringify(locked));
    // It waits until the node serves, which it does only when it has been started once more.
    const starting = target.command('start', 'market').catch(() => undefined);
    try {
      await noticed(['wallet_locked']);
    } finally {
      writeFileSync(file, plan);
      await target.command('kill', 'market');
      await target.command('start', 'market');
      await starting;
    }
    await until(reported, (unfit) => unfit === '', recoveredMs);
  });

  it('whose chain is frozen is noticed, whether it says so or says nothing', async () => {
    await target.command('freeze', 'btcd');
    try {
      await noticed(['silent', 'chain_not_followed']);
    } finally {
      await target.command('thaw', 'btcd');
    }
    await until(reported, (unfit) => unfit === '', recoveredMs);
  });

  it('gives a hold back by our count, 30 blocks before its end, where its own watcher waits for 18', async () => {
    const { charge, payment } = await hold();
    const listed = (await billing.service.listHolds({ node: '', cursor: '', limit: 50 })).holds;
    const own = listed.find(({ chargeId }) => chargeId === charge.chargeId);
    if (!own) throw new Error('the hold is not listed');
    expect([own.expiryHeight - own.nodeHeight, own.expiryHeight - own.cancelHeight]).toEqual([83, 30]);
    await target.mine(own.cancelHeight - own.nodeHeight - 1);
    await until(
      async () => (await billing.service.listNodes({})).nodes[0]?.height,
      (height) => height === own.cancelHeight - 1,
      20_000,
    );
    expect(await stateOf(charge)).toBe('HELD');
    await target.mine(1);
    await until(
      () => stateOf(charge),
      (state) => state === 'CANCELED',
      20_000,
    );
    expect((await market.lookUp(charge.paymentHash)).state).toBe('CANCELED');
    expect(await payment.until(({ status }) => status === 'FAILED')).toMatchObject({ status: 'FAILED' });
    const { channels } = await market.call('lnrpc.Lightning/ListChannels', {});
    expect(channels.every(({ active }: { active: boolean }) => active)).toBe(true);
  });

  it('that was paid by somebody without a charge while nobody listened has it booked at the next connect', async () => {
    await until(reported, (unfit) => unfit === '', recoveredMs);
    const booked = async () => -((await balances(database))[2390] ?? 0n);
    const node = (await market.call('lnrpc.Lightning/GetInfo')).identity_pubkey as string;
    await until(
      () => billing.service.getCheckpoint({ node }),
      ({ known }) => known,
    );
    await settlement?.stop();
    for (let n = 0; n < 3; n += 1) {
      const added = await market.call('lnrpc.Lightning/AddInvoice', {
        value_msat: '7000',
        r_preimage: randomBytes(32),
      });
      expect((await buyer.paid(added.payment_request)).status).toBe('SUCCEEDED');
    }
    expect(await booked()).toBe(0n);
    await settlementUp();
    await until(booked, (msat) => msat === 21_000n, 20_000);
    await settlement?.stop();
    await settlementUp();
    await until(reported, (unfit) => unfit === '', recoveredMs);
    expect(await booked()).toBe(21_000n);
    expect(await database.query('SELECT * FROM ledger.verify()')).toEqual([]);
  });
});
