/**
 * Pays out what payout schedules have due. Billing says which are, and gives each to one gateway at a time; here the address is asked,
 * since billing calls no strangers, and the payout is made as any other. Dying at any line is harmless: the payout's scope is made of
 * the schedule's run, which goes on only when billing has seen a payout with that scope.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { ReplyOf } from '#contracts/service';
import { asAppError } from '#kernel/errors';
import { hashFields } from '../edge/client.js';
import type { Gateway } from '../gateway.js';
import { invoiceFrom } from './pay-address.js';

type DueSchedule = ReplyOf<Billing, 'takeDueSchedules'>['schedules'][number];

/** An address that answers slowly keeps its own place, and not those of the others. */
const mostAtOnce = 4;

export class PayoutScheduleWorker {
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private taking: Promise<void> = Promise.resolve();

  constructor(
    private readonly gateway: Pick<Gateway, 'billing' | 'outbound' | 'logger'>,
    private readonly takeEveryMs: number,
  ) {}

  start(): void {
    this.taking = this.keepTaking();
  }

  /** Calls off what addresses are being asked; another gateway takes those up when their lease is over. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.taking;
    await Promise.all(this.underWay);
  }

  private async keepTaking(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.take().catch((error) => {
        this.gateway.logger.warn({ err: error }, 'due payout schedules could not be taken and are asked for again');
      });
      // An aborted pause is how the worker stops.
      await pause(this.takeEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async take(): Promise<void> {
    const limit = mostAtOnce - this.underWay.size;
    if (limit === 0) return;
    const { schedules } = await this.gateway.billing.takeDueSchedules({ limit });
    for (const due of schedules) {
      const work: Promise<void> = this.workOn(due).finally(() => this.underWay.delete(work));
      this.underWay.add(work);
    }
  }

  /** Never throws. */
  private async workOn(due: DueSchedule): Promise<void> {
    const { billing, logger } = this.gateway;
    const { accountId, run, leasedUntilMs } = due;
    const idempotencyScope = hashFields('payout schedule', [accountId, run]);
    try {
      const code = await this.payOut(due, idempotencyScope);
      if (code === 'stopped') return;
      await billing.reportScheduleRun({ accountId, run, idempotencyScope, leasedUntilMs, code });
    } catch (error) {
      logger.warn(
        { err: error, accountId, run },
        'how a payout schedule went could not be told, and it is taken again',
      );
    }
  }

  /** Why no payout was made; empty where it was, or had been before. */
  private async payOut(due: DueSchedule, idempotencyScope: Buffer): Promise<string> {
    const { billing, outbound, logger } = this.gateway;
    const { signal } = this.stopping;
    const { accountId, run, address, amountMsat, feeLimitMsat } = due;
    const order = { accountId, address, amountMsat, feeLimitMsat, idempotencyScope, scheduleRun: run };
    try {
      const known = await billing.createPayout({ ...order, paymentRequest: '', descriptionHash: Buffer.alloc(0) });
      if (known.payout) return '';
      const { payout } = await billing.createPayout({
        ...order,
        ...(await invoiceFrom(outbound, address, amountMsat, signal)),
      });
      logger.info({ accountId, run, payoutId: payout?.payoutId, amountMsat }, 'a payout was made by schedule');
      return '';
    } catch (thrown) {
      if (signal.aborted) return 'stopped';
      const { code, detail, cause } = asAppError(thrown);
      const fields = { accountId, run, code, detail };
      const message = 'a payout by schedule was not made and is tried again later';
      if (code === 'internal') logger.error({ ...fields, err: cause ?? thrown }, message);
      else logger.warn(fields, message);
      return code;
    }
  }
}
