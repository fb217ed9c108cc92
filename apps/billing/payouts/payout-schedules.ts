/**
 * Payouts that an account has asked for once and for all: where its earnings go, how often and from which sum on. Billing says what is
 * due and how much; a gateway asks the address and has the payout made as any other. One run of a schedule has one payout at most,
 * whatever dies in between: the payout's scope is made of the number of the run, which goes on only with that payout.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError, errorKind, isErrorCode } from '#kernel/errors';
import { parseId } from '#kernel/ids';
import { type Msat, parseMsat } from '#kernel/msat';
import type { Database } from '#persistence/database';
import type { BillingConfig, PayoutConfig } from '../config.js';
import type { PayingNodes } from './paying-nodes.js';
import { shareOf } from './payout-check.js';
import * as store from './payout-schedule-store.js';

type ScheduleReply = ReplyOf<Billing, 'getPayoutSchedule'>;

/** As long as a payout's to an address; an LNURL is the longest that it may be. */
const addressMaxChars = 2_048;
const usualFeeLimit = '-1';
/** Two calls of a stranger's server, and two of ours. */
const leaseMs = 60_000;
const takenAtOnce = 16;

export class PayoutSchedules {
  constructor(
    private readonly database: Database,
    private readonly paying: Pick<PayingNodes, 'mostMsat'>,
    private readonly context: { readonly config: Pick<BillingConfig, 'payouts'>; readonly clock: Clock },
  ) {}

  async set(request: RequestOf<Billing, 'setPayoutSchedule'>): Promise<ScheduleReply> {
    const accountId = parseId('account', request.accountId);
    const settings = settingsIn(request);
    checkAmounts(settings, this.context.config.payouts);
    const now = this.context.clock.now();
    const set = await store.setSchedule(this.database, accountId, settings, now);
    if (set) return this.reply(set);
    if (await store.findSchedule(this.database, accountId)) throw changedMeanwhile();
    throw new AppError('not_found', 'no such account');
  }

  async get(request: RequestOf<Billing, 'getPayoutSchedule'>): Promise<ScheduleReply> {
    const found = await store.findSchedule(this.database, parseId('account', request.accountId));
    if (!found) throw new AppError('not_found', 'this account has set no payout schedule');
    return this.reply(found);
  }

  async delete(request: RequestOf<Billing, 'deletePayoutSchedule'>): Promise<ReplyOf<Billing, 'deletePayoutSchedule'>> {
    const accountId = parseId('account', request.accountId);
    await store.deleteSchedule(this.database, accountId, this.context.clock.now());
    if (await store.findSchedule(this.database, accountId)) throw changedMeanwhile();
    return {};
  }

  async take({ limit }: RequestOf<Billing, 'takeDueSchedules'>): Promise<ReplyOf<Billing, 'takeDueSchedules'>> {
    const { clock, config } = this.context;
    const now = clock.now();
    const due = await store.takeDue(this.database, {
      now,
      until: addMs(now, leaseMs),
      limit: Math.min(Math.max(limit, 1), takenAtOnce),
    });
    const atOnceMsat = due.length > 0 ? await this.paying.mostMsat() : undefined;
    return {
      schedules: due.map((one) => {
        const { accountId, run, address, leasedUntil, feeLimitMsat } = one;
        const share = shareOf(atOnce(one, atOnceMsat), feeLimitMsat, config.payouts);
        return {
          ...{ accountId, address },
          run: run.toString(),
          amountMsat: share.amountMsat.toString(),
          feeLimitMsat: share.feeLimitMsat.toString(),
          leasedUntilMs: String(leasedUntil.getTime()),
        };
      }),
    };
  }

  /** Whether there is a payout is for its row to say: a call that failed for its caller may have made it. */
  async report(request: RequestOf<Billing, 'reportScheduleRun'>): Promise<ReplyOf<Billing, 'reportScheduleRun'>> {
    const { code, leasedUntilMs, idempotencyScope } = request;
    const run = { accountId: parseId('account', request.accountId), run: BigInt(request.run) };
    if (await store.payoutMade(this.database, run, idempotencyScope)) return {};
    if (code === '') return {};
    if (!isErrorCode(code)) throw new AppError('invalid_request', 'no such error');
    const leasedUntil = new Date(Number(leasedUntilMs));
    // What passes by itself, as payouts that are stopped, is nothing that the account or its address has done.
    const counts = !errorKind(code).retry;
    await store.runFailed(this.database, run, { leasedUntil, code, counts, now: this.context.clock.now() });
    return {};
  }

  private reply(schedule: store.Schedule): ScheduleReply {
    const { address, every, thresholdMsat, feeLimitMsat, lastPayout, lastError, nextAt } = schedule;
    return {
      ...{ address, every },
      thresholdMsat: thresholdMsat.toString(),
      feeLimitMsat: feeLimitMsat?.toString() ?? usualFeeLimit,
      lastPayoutId: lastPayout ?? '',
      lastError: lastError?.code ?? '',
      lastErrorAtMs: String(lastError?.at.getTime() ?? 0),
      nextAtMs: nextAt > this.context.clock.now() ? String(nextAt.getTime()) : '0',
    };
  }
}

/** Earnings come in at several nodes, and a payout leaves by one: what that one does not have waits for the next run. */
function atOnce({ purseMsat, thresholdMsat }: store.DueSchedule, mostMsat: Msat | undefined): Msat {
  return mostMsat !== undefined && mostMsat >= thresholdMsat && mostMsat < purseMsat ? mostMsat : purseMsat;
}

function settingsIn(request: RequestOf<Billing, 'setPayoutSchedule'>): store.ScheduleSettings {
  const { address } = request;
  const every = store.frequencies.find((one) => one === request.every);
  if (every === undefined) throw new AppError('invalid_request', `no such frequency: ${request.every}`);
  if (address === '' || address.length > addressMaxChars || address.includes('\0')) {
    throw new AppError('invalid_request', `an address has from 1 to ${addressMaxChars} characters`);
  }
  const feeLimitMsat = request.feeLimitMsat === usualFeeLimit ? undefined : parseMsat(request.feeLimitMsat);
  return { address, every, thresholdMsat: parseMsat(request.thresholdMsat), feeLimitMsat };
}

/** Whatever reaches the threshold can be paid out. */
function checkAmounts({ thresholdMsat, feeLimitMsat }: store.ScheduleSettings, config: PayoutConfig): void {
  const { leastMsat, mostMsat } = config;
  if (thresholdMsat < leastMsat || thresholdMsat > mostMsat) {
    throw new AppError('payout_limit', `a threshold is from ${leastMsat} to ${mostMsat} msat`);
  }
  const leftMsat: bigint = thresholdMsat - (feeLimitMsat ?? 0n);
  if (leftMsat < leastMsat || (feeLimitMsat ?? 0n) > leftMsat) {
    throw new AppError('payout_limit', 'routing may cost too much of the threshold: nothing worth paying out is left');
  }
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', 'the payout schedule was set by another request at the same time');
}
