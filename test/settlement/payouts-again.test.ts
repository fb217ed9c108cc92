/** When a payout is tried again: never while a permit to send it is good, whoever asks and how often. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { payoutsUnderTest, quick } from './payout-kit.js';

const test = payoutsUnderTest();
const { permitMs } = quick.payouts;

async function begun() {
  const { service } = test().billing;
  const { node } = test();
  const account = await test().account(1_000_000n);
  const { payoutId } = await test().ask(account, await test().invoice(10_000n));
  expect((await service.beginPayoutAttempt({ payoutId, node })).granted).toBe(true);
  const report = (outcome: string, reason = '') =>
    service.reportPayout({ payoutId, node, attempt: 1, outcome, reason, preimage: Buffer.alloc(0), feeMsat: '0' });
  return { report, again: () => service.beginPayoutAttempt({ payoutId, node }) };
}

describe('a payout that LND has failed', () => {
  it('for what may pass is tried again, but not while its permit is good', async () => {
    const { report, again } = await begun();
    expect(await report('failed', 'FAILURE_REASON_NO_ROUTE')).toEqual({ state: 'SENDING', mayTryAgain: false });
    expect((await again()).granted).toBe(false);
    await sleep(permitMs);
    expect(await report('failed', 'FAILURE_REASON_NO_ROUTE')).toEqual({ state: 'SENDING', mayTryAgain: true });
    expect(await again()).toMatchObject({ granted: true, attempt: 2 });
    // The last one: nothing is left to be tried.
    await sleep(permitMs);
    expect(await report('failed', 'FAILURE_REASON_NO_ROUTE')).toEqual({ state: 'FAILED', mayTryAgain: false });
  });

  it('for good is over when its permit is, and not tried in between', async () => {
    const { report } = await begun();
    const reason = 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS';
    expect(await report('failed', reason)).toEqual({ state: 'SENDING', mayTryAgain: false });
    await sleep(permitMs);
    expect(await report('failed', reason)).toEqual({ state: 'FAILED', mayTryAgain: false });
  });
});

describe('a payout that LND has never heard of', () => {
  it('is tried again, as soon as no earlier permit is good', async () => {
    const { report, again } = await begun();
    expect(await report('absent')).toEqual({ state: 'SENDING', mayTryAgain: true });
    expect((await again()).granted).toBe(false);
    expect(await report('in_flight')).toEqual({ state: 'SENDING', mayTryAgain: false });
    await sleep(permitMs);
    expect(await again()).toMatchObject({ granted: true, attempt: 2 });
  });
});
