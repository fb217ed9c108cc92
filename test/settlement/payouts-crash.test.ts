/** Payers that die or are frozen, on simulated nodes; and payments that find no way, or of which the node says nothing. */
import { describe, expect, it } from '@jest/globals';
import { until } from '#test/harness/until';
import { payoutsUnderTest } from './payout-kit.js';
import { payersThatDie } from './payouts-crash-on-both.js';

const test = payoutsUnderTest();
const ownsMsat = 500_000n;
const amountMsat = 100_000n;

payersThatDie(test);

describe('a payment that finds no way', () => {
  it('is sent again under the same reservation, and arrives once there is a way', async () => {
    const account = await test().account(ownsMsat);
    const { target } = test().lightning;
    const asked = await test().ask(account, await test().invoice(amountMsat));
    await target.control('POST', '/nodes/seller/stop', { how: 'term' });
    test().payer();
    await until(
      () => test().log.join(''),
      (log) => log.includes(asked.payoutId) && log.includes('"outcome":"failed"'),
    );
    expect(await test().balances(account)).toEqual({ 2110: ownsMsat - 105_000n, 2210: 105_000n });
    await target.control('POST', '/nodes/seller/start');
    const paid = await test().ended(asked);
    expect(paid).toMatchObject({ state: 'SUCCEEDED', attempts: 2 });
    expect(await test().balances(account)).toEqual({ 2110: ownsMsat - amountMsat - BigInt(paid.feeMsat) });
    await test().expectSound();
  }, 30_000);
});

describe('a node that does not answer', () => {
  it.each([
    [
      'is asked again when the answer to the send is lost',
      { kind: 'drop_reply', method: 'SendPaymentV2', code: 14, details: 'lost' },
    ],
    [
      'is sent to again when the send did not arrive',
      { kind: 'fail_request', method: 'SendPaymentV2', code: 14, details: 'away' },
    ],
    ['is asked until it says', { kind: 'fail_request', method: 'TrackPaymentV2', code: 14, details: 'away', times: 3 }],
  ])(
    '%s',
    async (_, fault) => {
      const account = await test().account(ownsMsat);
      const asked = await test().ask(account, await test().invoice(amountMsat));
      await test().lightning.target.arm({ node: 'market', ...fault });
      test().payer();
      const paid = await test().ended(asked);
      expect(paid.state).toBe('SUCCEEDED');
      expect(await test().balances(account)).toEqual({ 2110: ownsMsat - amountMsat - BigInt(paid.feeMsat) });
      await test().expectSound();
    },
    30_000,
  );
});
