/**
 * Enforces every deadline of a charge, so that none can hang: each state that is not final has a time after which this
 * sweep pushes it on. It repeats what is idempotent and decides nothing that the guarded steps would not allow.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { addMs, type Clock } from '#kernel/clock';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import type { ChargeState } from './charge.js';
import * as store from './charge-store.js';
import type { Charges } from './charges.js';
import type { BillingConfig } from './config.js';
import type { CancelCause, Delivery } from './delivery.js';

const batch = 100;
/** A call to LND that was made just now is given this long before it is repeated. */
const patienceMs = 5_000;
/** A request that is making a charge is given this long; then the sweep finishes what a crash left. */
const creatingMs = 20_000;
/** LND itself ends an invoice that expires; we ask only when it has not said so. */
const openGraceMs = 30_000;
/** Dispatch ends its own tasks in time; billing gives the money back when it has not. */
const heldGraceMs = 3_000;
const idempotencyKeptMs = 86_400_000;
const forgetEveryMs = 600_000;

export class Sweeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private forgottenAt = 0;

  constructor(
    private readonly database: Database,
    private readonly charges: Charges,
    private readonly delivery: Delivery,
    private readonly context: { readonly config: BillingConfig; readonly clock: Clock; readonly logger: Logger },
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { config, logger } = this.context;
    while (!this.stopping.signal.aborted) {
      await this.sweep().catch((error) => logger.warn({ err: error }, 'the sweep of charges failed and is repeated'));
      // An aborted pause is how the sweep stops.
      await pause(config.sweepIntervalMs, undefined, { signal: this.stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  async sweep(): Promise<void> {
    const giveBack = (event: CancelCause['event'], reason: string) => async (charge: store.Charge) => {
      await this.delivery.giveBack(charge, { event, actor: 'billing', reason });
    };
    await this.push('CREATING', creatingMs, async (charge) => {
      await this.charges.createInvoice(charge);
    });
    await this.push('OPEN', openGraceMs, giveBack('invoiceExpired', 'the invoice expired unpaid'));
    await this.push('HELD', heldGraceMs, giveBack('holdDeadlinePassed', 'the deadline of the hold passed'));
    await this.push('SETTLING', patienceMs, (charge) => this.delivery.settle(charge));
    await this.push('CANCELING', patienceMs, (charge) => this.delivery.cancelInvoice(charge));
    await this.forget();
  }

  private async push(state: ChargeState, graceMs: number, act: (charge: store.Charge) => Promise<void>): Promise<void> {
    const { clock, logger } = this.context;
    const due = await store.listDue(this.database, state, addMs(clock.now(), -graceMs), batch);
    for (const charge of due) {
      if (this.stopping.signal.aborted) return;
      await act(charge).catch((error) => {
        logger.warn({ err: error, chargeId: charge.id, state }, 'a charge could not be pushed on and is tried again');
      });
    }
  }

  private async forget(): Promise<void> {
    const now = this.context.clock.now();
    if (now.getTime() - this.forgottenAt < forgetEveryMs) return;
    await store.forgetIdempotencyKeys(this.database, addMs(now, -idempotencyKeptMs));
    this.forgottenAt = now.getTime();
  }
}
