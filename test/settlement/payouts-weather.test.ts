/**
 * Payouts in any weather: payers die and come back, answers of the node get lost, the node is killed, payees hold back, refuse or
 * cannot be reached, admins stop and allow. In the end every payout is over, payees have what the books say, and nobody more.
 *
 * LEDGER_SEED repeats the choices of a run; its timing is its own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { PayoutMessage } from '#contracts/billing';
import type { AccountId } from '#kernel/ids';
import { type Random, seeded, seeds } from '#test/ledger/random';
import type { HoldInvoice } from '#test/lnd-sim/harness/lnd';
import { type Death, payoutsUnderTest, type SimulatedPayouts, type TestPayer } from './payout-kit.js';

const test = payoutsUnderTest();
const payouts = 24;
const ownsMsat = 10_000_000n;

/** What the payee does with its invoice once the payout is asked for. */
type Payee = 'takes it' | 'has canceled it' | 'holds it, then takes it' | 'holds it, then refuses it';

interface Case {
  readonly accountId: AccountId;
  readonly payee: Payee;
  readonly hold: HoldInvoice | undefined;
  readonly payout: PayoutMessage;
}

async function begin(t: SimulatedPayouts, accountId: AccountId, random: Random): Promise<Case> {
  const payee = random.pick<Payee>([
    'takes it',
    'takes it',
    'has canceled it',
    'holds it, then takes it',
    'holds it, then refuses it',
  ]);
  const amountMsat = BigInt(1_000 + random.int(200_000));
  const holds = payee.startsWith('holds');
  const hold = holds ? await t.seller.addHold({ value: 0, value_msat: amountMsat.toString() }) : undefined;
  const payout = await t.ask(accountId, hold?.request ?? (await t.invoice(amountMsat)));
  if (payee === 'has canceled it') await t.seller.cancel(payout.paymentHash);
  return { accountId, payee, hold, payout };
}

const faults = [
  { kind: 'drop_reply', method: 'SendPaymentV2', code: 14, details: 'lost' },
  { kind: 'fail_request', method: 'SendPaymentV2', code: 14, details: 'away' },
  { kind: 'drop_reply', method: 'SendPaymentV2' },
  { kind: 'delay_request', method: 'SendPaymentV2', ms: 400 },
  { kind: 'fail_request', method: 'TrackPaymentV2', code: 14, details: 'away' },
  { kind: 'fail_request', method: 'GetInfo', code: 14, details: 'away' },
  { kind: 'swallow_event', stream: 'Payments' },
  { kind: 'duplicate_event', stream: 'Payments' },
];

/** One thing goes wrong, or right again. */
async function disturb(t: SimulatedPayouts, random: Random, payers: TestPayer[]): Promise<void> {
  const { service } = t.billing;
  const deaths: (Death | undefined)[] = [undefined, 'before the send', 'after the send', 'before the report'];
  await random.pick([
    async () => void payers.push(t.payer(random.pick(deaths))),
    async () => void payers.push(t.payer(random.pick(deaths))),
    async () => await payers.splice(random.int(payers.length + 1), 1)[0]?.stop(),
    async () => await t.lightning.target.arm({ node: 'market', ...random.pick(faults) }),
    async () => await t.lightning.target.restart('market', random.pick(['term', 'kill'])),
    async () => void (await service.setPayoutStop({ node: '', stopped: true, actor: 'admin', reason: 'weather' })),
    async () => void (await service.setPayoutStop({ node: '', stopped: false, actor: 'admin', reason: 'weather' })),
  ])();
}

describe('payouts in any weather', () => {
  it.each(seeds(3))(
    'end as payees, node and books say (LEDGER_SEED=%i)',
    async (seed) => {
      const t = test();
      const random = seeded(seed);
      const accounts = await Promise.all(Array.from({ length: 3 }, () => t.account(ownsMsat)));
      const payers: TestPayer[] = [t.payer()];
      const cases: Case[] = [];
      while (cases.length < payouts) {
        const asked = await begin(t, random.pick(accounts), random).catch(() => undefined);
        if (asked) cases.push(asked);
        if (random.chance(0.6)) await disturb(t, random, payers);
        await sleep(random.int(60));
      }

      // The weather clears up.
      for (const { id } of (await t.lightning.target.control('GET', '/faults')).faults) {
        await t.lightning.target.control('DELETE', `/faults/${id}`);
      }
      await t.billing.service.setPayoutStop({ node: '', stopped: false, actor: 'admin', reason: 'over' });
      for (const payer of payers) await payer.stop();
      t.payer();
      await Promise.all(cases.map((one) => decide(t, one)));
      const ended = await Promise.all(cases.map(({ payout }) => t.ended(payout, 60_000)));

      for (const [index, { payee }] of cases.entries()) {
        const { state, paymentHash } = ended[index] as PayoutMessage;
        const taken = (await t.seller.lookUp(paymentHash)).state === 'SETTLED';
        expect([payee, state]).toEqual([payee, taken ? 'SUCCEEDED' : 'FAILED']);
        if (payee.endsWith('takes it')) expect(state).toBe('SUCCEEDED');
        else expect(state).toBe('FAILED');
      }
      for (const accountId of accounts) {
        const own = ended.filter((payout) => payout.accountId === accountId && payout.state === 'SUCCEEDED');
        const left = own.reduce((sum, { amountMsat, feeMsat }) => sum - BigInt(amountMsat) - BigInt(feeMsat), ownsMsat);
        expect(await t.balances(accountId)).toEqual({ 2110: left });
      }
      await t.expectSound();
      expect(t.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    },
    120_000,
  );
});

/** The payee makes up its mind about an HTLC as soon as it has it. */
async function decide(t: SimulatedPayouts, { payee, hold }: Case): Promise<void> {
  if (!hold) return;
  const { state } = await t.seller.followInvoice(hold.hash).until((invoice) => invoice.state === 'ACCEPTED');
  expect(state).toBe('ACCEPTED');
  if (payee === 'holds it, then takes it') await t.seller.settle(hold.preimage);
  else await t.seller.cancel(hold.hash);
}
