import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { newId } from '#kernel/ids';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import {
  codeOf,
  held,
  order,
  seller,
  startBilling,
  stateOf,
  type TestBilling,
  timeline,
  world,
} from './billing-kit.js';
import type { FakeLnd } from './fake-lnd.js';

const suite = suiteDatabase();
let database: Database;
let billing: TestBilling;
let lnd: FakeLnd;

beforeEach(async () => {
  database ??= await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(world(database));
  lnd = billing.lnd;
});
afterEach(() => billing.stop());

const capture = (charge: { taskId: string }, payeeAccountId: string = seller) =>
  billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId });
const cancel = (charge: { taskId: string }) =>
  billing.service.cancelCharge({ taskId: charge.taskId, reason: 'no longer wanted' });

describe('a capture', () => {
  it('is the delivery before LND is asked, and can be asked for again and again', async () => {
    const charge = await held(billing);
    lnd.fault = (call) => (call === 'settle' ? 'failed' : undefined);
    for (let time = 0; time < 3; time += 1) expect(await capture(charge)).toEqual({ outcome: 'captured' });
    await billing.delivery.drain();
    expect(await stateOf(billing, charge)).toBe('SETTLING');
    expect(lnd.stateOf(charge.paymentHash)).toBe('ACCEPTED');
    lnd.fault = () => undefined;
    billing.clock.advance(6_000);
    await billing.sweeper.sweep();
    expect(lnd.stateOf(charge.paymentHash)).toBe('SETTLED');
    await billing.report(charge.paymentHash);
    expect(await capture(charge)).toEqual({ outcome: 'captured' });
    expect(lnd.preimages.size).toBe(1);
  });

  it.each(['failed', 'lost'] as const)('is asked of LND again at once when the first call is %s', async (fault) => {
    const charge = await held(billing);
    let calls = 0;
    lnd.fault = (call) => {
      if (call !== 'settle') return undefined;
      calls += 1;
      return calls === 1 ? fault : undefined;
    };
    expect(await capture(charge)).toEqual({ outcome: 'captured' });
    await billing.delivery.drain();
    expect(lnd.stateOf(charge.paymentHash)).toBe('SETTLED');
    expect(calls).toBe(2);
  });

  it('for anyone but the seller is forbidden and moves nothing', async () => {
    const charge = await held(billing);
    expect(await codeOf(capture(charge, newId('account')))).toBe('forbidden');
    expect(await codeOf(capture(charge, 'acc_me'))).toBe('invalid_id');
    expect(await stateOf(billing, charge)).toBe('HELD');
    expect(lnd.calls).not.toContain('settle');
  });

  it('after the deadline gives the money back instead', async () => {
    const charge = await held(billing, { holdWindowMs: 20_000 });
    billing.clock.advance(20_900);
    const inTime = await held(billing);
    expect(await capture(charge)).toEqual({ outcome: 'captured' });
    billing.clock.advance(21_100);
    expect(await capture(inTime)).toEqual({ outcome: 'canceled' });
    await billing.delivery.drain();
    expect(lnd.stateOf(inTime.paymentHash)).toBe('CANCELED');
    await billing.report(inTime.paymentHash);
    expect(await capture(inTime)).toEqual({ outcome: 'canceled' });
    expect((await billing.service.listChargeEvents(inTime)).events.map(({ reason }) => reason)).toContain(
      'delivered after the deadline',
    );
  });

  it('of a charge that nobody has paid answers unfunded', async () => {
    const charge = await billing.service.openCharge(order());
    expect(await capture(charge)).toEqual({ outcome: 'unfunded' });
    await cancel(charge);
    expect(await capture(charge)).toEqual({ outcome: 'unfunded' });
    expect(await codeOf(capture({ taskId: newId('task') }))).toBe('task_not_found');
  });
});

describe('capture against cancel', () => {
  it('has one winner, whatever comes first, and both callers hear of the same one', async () => {
    const winners = new Set<string>();
    for (let round = 0; round < 30; round += 1) {
      const charge = await held(billing);
      const calls = [capture, cancel, capture, cancel];
      if (round % 2) calls.reverse();
      const outcomes = new Set((await Promise.all(calls.map((call) => call(charge)))).map(({ outcome }) => outcome));
      await billing.delivery.drain();
      await billing.report(charge.paymentHash);
      expect(outcomes.size).toBe(1);
      const [winner = ''] = outcomes;
      winners.add(winner);
      expect(lnd.stateOf(charge.paymentHash)).toBe(winner === 'captured' ? 'SETTLED' : 'CANCELED');
      expect(await stateOf(billing, charge)).toBe(winner === 'captured' ? 'SETTLED' : 'CANCELED');
    }
    expect(winners.size).toBe(2);
  });

  it('is decided already after the capture, also in later states', async () => {
    const charge = await held(billing);
    await capture(charge);
    expect(await cancel(charge)).toEqual({ outcome: 'captured' });
    await billing.delivery.drain();
    await billing.report(charge.paymentHash);
    expect(await cancel(charge)).toEqual({ outcome: 'captured' });
    expect(await timeline(billing, charge)).toHaveLength(5);
  });
});

describe('the sweep', () => {
  it('gives back a hold that outlives its deadline, and asks LND until it is done', async () => {
    const charge = await held(billing, { holdWindowMs: 20_000 });
    billing.clock.advance(22_000);
    await billing.sweeper.sweep();
    expect(await stateOf(billing, charge)).toBe('HELD');
    lnd.fault = (call) => (call === 'cancel' ? 'failed' : undefined);
    billing.clock.advance(2_000);
    await billing.sweeper.sweep();
    await billing.delivery.drain();
    expect(await stateOf(billing, charge)).toBe('CANCELING');
    lnd.fault = () => undefined;
    billing.clock.advance(5_500);
    await billing.sweeper.sweep();
    expect(lnd.stateOf(charge.paymentHash)).toBe('CANCELED');
    await billing.report(charge.paymentHash);
    expect(await stateOf(billing, charge)).toBe('CANCELED');
  });

  it('ends an invoice that nobody paid and that LND has not ended', async () => {
    const charge = await billing.service.openCharge(order());
    billing.clock.advance(629_000);
    await billing.sweeper.sweep();
    expect(await stateOf(billing, charge)).toBe('OPEN');
    billing.clock.advance(2_000);
    await billing.sweeper.sweep();
    await billing.delivery.drain();
    await billing.report(charge.paymentHash);
    expect(await stateOf(billing, charge)).toBe('EXPIRED');
  });

  it('repeats nothing that LND was asked for a moment ago', async () => {
    const charge = await held(billing);
    await capture(charge);
    await billing.delivery.drain();
    const settles = () => lnd.calls.filter((call) => call === 'settle').length;
    expect(settles()).toBe(1);
    billing.clock.advance(4_000);
    await billing.sweeper.sweep();
    expect(settles()).toBe(1);
  });

  it('runs by itself from start to stop', async () => {
    const charge = await held(billing, { holdWindowMs: 20_000 });
    billing.clock.advance(24_000);
    billing.sweeper.start();
    for (let waited = 0; waited < 300 && (await stateOf(billing, charge)) === 'HELD'; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await stateOf(billing, charge)).toBe('CANCELING');
    await billing.sweeper.stop();
  });

  it('forgets idempotency keys after a day', async () => {
    const request = order({ idempotencyScope: Buffer.alloc(32, 9) });
    await billing.service.openCharge(request);
    billing.clock.advance(86_400_000 + 1_000);
    billing.sweeper.start();
    await billing.sweeper.stop();
    expect(await billing.service.openCharge(order({ idempotencyScope: Buffer.alloc(32, 9) }))).toMatchObject({
      created: true,
    });
  });
});

describe('what is written', () => {
  it('never has a preimage in it', async () => {
    for (const fault of ['failed', 'lost', undefined] as const) {
      const charge = await held(billing);
      lnd.fault = (call) => (call === 'settle' ? fault : undefined);
      await capture(charge);
      await billing.delivery.drain();
      billing.clock.advance(6_000);
      await billing.sweeper.sweep();
      lnd.cancel(charge.paymentHash);
      await billing.report(charge.paymentHash).catch(() => undefined);
    }
    expect(lnd.preimages.size).toBe(3);
    const rows = await database.query<{ text: string }>(
      `SELECT c::text AS text FROM charge c UNION ALL SELECT e::text FROM charge_event e`,
    );
    const written = [...billing.log, ...rows.map(({ text }) => text)].join('\n').toLowerCase();
    expect(billing.log.length).toBeGreaterThan(0);
    for (const preimage of lnd.preimages) {
      const bytes = Buffer.from(preimage, 'hex');
      for (const form of [
        preimage,
        bytes.toString('base64').toLowerCase(),
        bytes.toString('base64url').toLowerCase(),
        [...bytes].join(','),
      ]) {
        expect(written.includes(form)).toBe(false);
      }
    }
  });
});
