/** Payouts of one account, in memory. */
import type { Billing, PayoutMessage, PayoutScheduleMessage } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';

type Methods =
  | 'createPayout'
  | 'createRefund'
  | 'getRefund'
  | 'getPayout'
  | 'getPayoutStory'
  | 'listPayouts'
  | 'setPayoutStop'
  | 'listPayoutStops'
  | 'setPayoutSchedule'
  | 'getPayoutSchedule'
  | 'deletePayoutSchedule'
  | 'takeDueSchedules'
  | 'reportScheduleRun';

const refundAccountId = newId('account');

export class FakePayouts {
  readonly all = new Map<string, PayoutMessage>();
  private readonly stops = new Map<string, { node: string; actor: string; reason: string; atMs: string }>();

  schedule: PayoutScheduleMessage | undefined;
  /** What the worker is given, once. */
  due: ReplyOf<Billing, 'takeDueSchedules'>['schedules'] = [];
  /** What it is refused with, once. */
  takingFails: Error | undefined;
  readonly reports: RequestOf<Billing, 'reportScheduleRun'>[] = [];

  readonly service: Pick<Billing, Methods> = {
    createPayout: async ({ accountId, paymentRequest, idempotencyScope }) => {
      const scope = idempotencyScope.toString('hex');
      const known = this.all.get(scope);
      if (known) return { created: false, payout: known };
      if (paymentRequest === '') return { created: false, payout: null };
      const payout: PayoutMessage = {
        payoutId: newId('payout'),
        accountId,
        node: `02${'ab'.repeat(32)}`,
        state: 'SUCCEEDED',
        amountMsat: '1000',
        feeLimitMsat: '5000',
        feeMsat: '1',
        destination: `03${'cd'.repeat(32)}`,
        paymentHash: Buffer.alloc(32, 7),
        paymentRequest,
        preimage: Buffer.alloc(32, 8),
        failure: '',
        attempts: 1,
        createdAtMs: '1767225600000',
        updatedAtMs: '1767225601000',
        closedAtMs: '1767225601000',
      };
      this.all.set(scope, payout);
      return { created: true, payout };
    },
    // One account for all tasks: whose a refund is, is tested where there are charges.
    createRefund: async (request) => {
      const reply = await this.service.createPayout({
        ...request,
        ...{ accountId: refundAccountId, scheduleRun: '0' },
      });
      return { ...reply, offerMsat: '1350' };
    },
    getRefund: async () => ({ state: 'REFUND_DUE', amountMsat: '1500', leftMsat: '1500', payouts: [] }),
    getPayout: async ({ accountId, payoutId }) => {
      const found = [...this.all.values()].find((payout) => payout.payoutId === payoutId);
      if (found?.accountId !== accountId) throw new AppError('payout_not_found', 'no such payout');
      return found;
    },
    getPayoutStory: async ({ payoutId }) => {
      const payout = [...this.all.values()].find((one) => one.payoutId === payoutId);
      if (!payout) throw new AppError('payout_not_found', 'no such payout');
      const event = { actor: 'account', reason: 'asked for', transferSeq: '7', atMs: '1767225600000' };
      return {
        payout: { ...payout, preimage: Buffer.alloc(0) },
        events: [{ ...event, n: 1, fromState: '', toState: 'RESERVED' }],
        attempts: [{ n: 1, begunAtMs: '1767225600000', permitUntilMs: '1767225605000', usedAtMs: '0' }],
      };
    },
    listPayouts: async () => ({ payouts: [...this.all.values()], nextCursor: '' }),
    setPayoutStop: async ({ node, stopped, actor, reason }) => {
      if (stopped) this.stops.set(node, { node, actor, reason, atMs: '1767225600000' });
      else this.stops.delete(node);
      return {};
    },
    listPayoutStops: async () => ({ stops: [...this.stops.values()] }),
    setPayoutSchedule: async ({ accountId: _, ...settings }) => {
      this.schedule = { ...settings, lastPayoutId: '', lastError: '', lastErrorAtMs: '0', nextAtMs: '0' };
      return this.schedule;
    },
    getPayoutSchedule: async () => {
      if (!this.schedule) throw new AppError('not_found', 'this account has set no payout schedule');
      return this.schedule;
    },
    deletePayoutSchedule: async () => {
      this.schedule = undefined;
      return {};
    },
    takeDueSchedules: async ({ limit }) => {
      const { takingFails } = this;
      this.takingFails = undefined;
      if (takingFails) throw takingFails;
      return { schedules: this.due.splice(0, limit) };
    },
    reportScheduleRun: async (report) => {
      this.reports.push(report);
      return {};
    },
  };
}
