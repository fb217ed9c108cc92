/** Payers that die or are frozen at every line that matters: the money leaves once or not at all, and the books know which. */
import { describe, expect, it } from '@jest/globals';
import { openPayoutDesk } from '#lightning/payout-desk';
import { until } from '#test/harness/until';
import type { Death, TestPayouts } from './payout-kit.js';

const ownsMsat = 500_000n;
const amountMsat = 100_000n;

export function payersThatDie(test: () => TestPayouts): void {
  describe('a payer that dies', () => {
    const deaths: Death[] = ['before the send', 'after the send', 'before the report'];
    it.each(deaths)(
      '%s leaves a payout that its successor ends, and nothing is paid twice',
      async (death) => {
        const account = await test().account(ownsMsat);
        const asked = await test().ask(account, await test().invoice(amountMsat));
        const first = test().payer(death);
        await first.died;
        await first.stop();
        expect(await test().payout(asked)).toMatchObject({ state: 'SENDING', attempts: 1 });

        const second = test().payer();
        const paid = await test().ended(asked);
        expect(paid).toMatchObject({ state: 'SUCCEEDED', failure: '' });
        expect(first.sends() + second.sends()).toBe(1);
        expect(await test().balances(account)).toEqual({ 2110: ownsMsat - amountMsat - BigInt(paid.feeMsat) });
        await test().expectSound();
      },
      30_000,
    );

    it.each(deaths)(
      '%s, of a payment that fails, leaves everything with the account',
      async (death) => {
        const account = await test().account(ownsMsat);
        const invoice = await test().invoice(amountMsat);
        const asked = await test().ask(account, invoice);
        await test().seller.cancel(asked.paymentHash);
        const first = test().payer(death);
        await first.died;
        await first.stop();
        test().payer();
        expect(await test().ended(asked)).toMatchObject({
          state: 'FAILED',
          attempts: death === 'before the send' ? 2 : 1,
        });
        expect(await test().balances(account)).toEqual({ 2110: ownsMsat });
        await test().expectSound();
      },
      30_000,
    );

    it('after everybody else has: silence sets the money apart, and the first who comes back ends it', async () => {
      const account = await test().account(ownsMsat);
      const asked = await test().ask(account, await test().invoice(amountMsat));
      const first = test().payer('after the send');
      await first.died;
      await first.stop();
      await until(
        () => test().payout(asked),
        ({ state }) => state === 'UNKNOWN',
      );
      expect(await test().balances(account)).toEqual({ 2110: ownsMsat - 105_000n, 2220: 105_000n });
      test().payer();
      const paid = await test().ended(asked);
      expect(paid.state).toBe('SUCCEEDED');
      expect(await test().balances(account)).toEqual({ 2110: ownsMsat - amountMsat - BigInt(paid.feeMsat) });
      await test().expectSound();
    }, 30_000);
  });

  describe('a payer that was frozen with its permit used', () => {
    it('sends nothing when it goes on beside its successor, whose payment has failed', async () => {
      const { nodes, suite } = test();
      const account = await test().account(ownsMsat);
      const asked = await test().ask(account, await test().invoice(amountMsat));
      // The leader takes its permit and is frozen: its call comes much later, with the deadline that it had.
      const frozen = test().payer('before the send');
      await frozen.died;
      const deadline = new Date(Date.now() + 700);
      await frozen.stop();

      // Its successor cannot pay, and the money goes back to the account.
      await test().seller.cancel(asked.paymentHash);
      test().payer();
      expect((await test().ended(asked)).state).toBe('FAILED');
      expect(await test().balances(account)).toEqual({ 2110: ownsMsat });

      const desk = openPayoutDesk(nodes.connect(nodes.payMacaroon));
      const payable = await test().invoice(amountMsat);
      const { payment_hash: hash } = await test().seller.call('lnrpc.Lightning/DecodePayReq', { pay_req: payable });
      const order = {
        paymentRequest: payable,
        paymentHash: Buffer.from(hash, 'hex'),
        amountMsat: undefined,
        feeLimitMsat: 5_000n as never,
        cltvLimitBlocks: 720,
      };
      const late = await desk.send(order, new AbortController().signal, deadline);
      expect(late.outcome).toBe('unknown');
      expect(await desk.look(order.paymentHash)).toEqual({ outcome: 'absent' });

      // Its permit is used up, so that a second call would not get one either; and who does not lead gets none at all.
      const own = await suite.open({ schema: 'settlement', role: 'botbazaar_settlement' }, { poolSize: 1 });
      const [row] = await own.query('SELECT billing.use_permit($1, 1) AS left_ms', [asked.payoutId.slice(4)]);
      expect(row).toEqual({ left_ms: null });
      await expect(own.query('SELECT 1 FROM billing.payout')).rejects.toThrow();
      await test().expectSound();
    }, 30_000);

    it('gets no permit without the lock of the leader', async () => {
      const account = await test().account(ownsMsat);
      const asked = await test().ask(account, await test().invoice(amountMsat));
      const { service } = test().billing;
      const begun = await service.beginPayoutAttempt({ payoutId: asked.payoutId, node: test().node });
      expect(begun).toMatchObject({ granted: true, attempt: 1 });
      const own = await test().suite.open({ schema: 'settlement', role: 'botbazaar_settlement' }, { poolSize: 1 });
      const use = () => own.query('SELECT billing.use_permit($1, 1) AS left_ms', [asked.payoutId.slice(4)]);
      expect(await use()).toEqual([{ left_ms: null }]);
      await own.query('SELECT pg_advisory_lock(1)');
      const [permit] = (await use()) as [{ left_ms: number }];
      expect(permit.left_ms).toBeGreaterThan(0);
      expect(await use()).toEqual([{ left_ms: null }]);
      // A second attempt is not granted while the first one may be sent.
      expect(await service.beginPayoutAttempt({ payoutId: asked.payoutId, node: test().node })).toMatchObject({
        granted: false,
      });
      test().payer();
      expect((await test().ended(asked)).state).toBe('SUCCEEDED');
    }, 30_000);
  });

  describe('a payee that holds a payment back', () => {
    it('keeps the money of a payment that its payee holds back, and gives it back when that fails', async () => {
      const account = await test().account(ownsMsat);
      const { seller } = test();
      const hold = await seller.addHold({ value: 0, value_msat: Number(amountMsat) });
      const asked = await test().ask(account, hold.request);
      test().payer();
      await until(
        () => test().payout(asked),
        ({ state }) => state === 'UNKNOWN',
      );
      expect(await test().balances(account)).toEqual({ 2110: ownsMsat - 105_000n, 2220: 105_000n });
      await seller.cancel(hold.hash);
      expect(await test().ended(asked)).toMatchObject({ state: 'FAILED', attempts: 1 });
      expect(await test().balances(account)).toEqual({ 2110: ownsMsat });
      await test().expectSound();
    }, 30_000);
  });
}
