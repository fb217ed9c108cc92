/**
 * Enforces every deadline of a charge, so that none can hang: each state that is not final has a time after which this
 * sweep pushes it on. It repeats what is idempotent and decides nothing that the guarded steps would not allow.
 *
 * Each state is swept by itself, since what only the database has to do must not wait for a node that hangs.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { addMs, type Clock } from '#kernel/clock';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import type { BillingConfig } from '../config.js';
import type { ChargeState } from './charge.js';
import * as store from './charge-store.js';
import type { Charges } from './charges.js';
import type { CancelCause, Delivery } from './delivery.js';

const pageSize = 200;
/** Charges of one state that are pushed at the same time. */
const concurrency = 16;
/** A call to LND that was made just now is given this long before it is repeated, and again after each repetition. */
const patienceMs = 5_000;
/** A request that is making a charge is given this long; then the sweep finishes what a crash left. */
const creatingMs = 20_000;
/** LND itself ends an invoice that expires; we ask only when it has not said so. */
const openGraceMs = 30_000;
/** Dispatch ends its own tasks in time; billing gives the money back when it has not. */
const heldGraceMs = 3_000;
const idempotencyKeptMs = 86_400_000;
const forgetEveryMs = 600_000;

interface Push {
  readonly state: ChargeState;
  /** How long after it is due a charge of this state is left alone. */
  readonly graceMs: number;
  readonly everyMs: number;
  readonly act: (charge: store.Charge) => Promise<unknown>;
}

export class Sweeper {
  private readonly stopping = new AbortController();
  private readonly pushes: readonly Push[];
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    charges: Charges,
    delivery: Delivery,
    private readonly context: { readonly config: BillingConfig; readonly clock: Clock; readonly logger: Logger },
  ) {
    const ours = context.config.sweepIntervalMs;
    const lnds = Math.max(ours, patienceMs);
    const giveBack = (event: CancelCause['event'], reason: string) => (charge: store.Charge) =>
      delivery.giveBack(charge, { event, actor: 'billing', reason });
    const expired = giveBack('invoiceExpired', 'the invoice expired unpaid');
    const late = giveBack('holdDeadlinePassed', 'the deadline of the hold passed');
    this.pushes = [
      { state: 'CREATING', graceMs: creatingMs, everyMs: lnds, act: (charge) => charges.createInvoice(charge) },
      { state: 'OPEN', graceMs: openGraceMs, everyMs: ours, act: expired },
      { state: 'TRANSFERRING', graceMs: patienceMs, everyMs: lnds, act: (charge) => delivery.cancelInvoice(charge) },
      { state: 'HELD', graceMs: heldGraceMs, everyMs: ours, act: late },
      { state: 'SETTLING', graceMs: patienceMs, everyMs: lnds, act: (charge) => delivery.settleAgain(charge) },
      { state: 'CANCELING', graceMs: patienceMs, everyMs: lnds, act: (charge) => delivery.cancelInvoice(charge) },
    ];
  }

  start(): void {
    this.running = Promise.all([
      ...this.pushes.map((push) => this.repeat(push.everyMs, () => this.push(push))),
      this.repeat(forgetEveryMs, () => this.forget()),
    ]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Pushes every charge that is due, once. */
  async sweep(): Promise<void> {
    await Promise.all(this.pushes.map((push) => this.push(push)));
  }

  private async repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await work().catch((error) => {
        this.context.logger.warn({ err: error }, 'the sweep of charges failed and is repeated');
      });
      // An aborted pause is how the sweep stops.
      await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async push(push: Push): Promise<void> {
    const { state, graceMs } = push;
    const before = addMs(this.context.clock.now(), -graceMs);
    let after: store.Charge | undefined;
    for (let full = true; full && !this.stopping.signal.aborted; ) {
      const page = await store.listDue(this.database, { state, before, after, limit: pageSize });
      await this.actOn(page, push);
      after = page.at(-1);
      full = page.length === pageSize;
    }
  }

  private async actOn(page: readonly store.Charge[], { state, act }: Push): Promise<void> {
    const charges = page.values();
    const work = async () => {
      for (const charge of charges) {
        if (this.stopping.signal.aborted) return;
        await act(charge).catch((error) => {
          const fields = { err: error, chargeId: charge.id, state };
          this.context.logger.warn(fields, 'a charge could not be pushed on and is tried again');
        });
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, page.length) }, work));
  }

  private async forget(): Promise<void> {
    const before = addMs(this.context.clock.now(), -idempotencyKeptMs);
    await store.forgetIdempotencyKeys(this.database, before);
  }
}
