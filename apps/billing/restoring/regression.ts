/**
 * Whether the database is older than what was done with it: somebody has restored it from a copy. Then nothing is sold, paid out or
 * moved until the journal has been taken once more, and nothing is sold or paid out until a comparison has found each node whole.
 *
 * It shows by a witness: what the newest line of the journal says was committed is not there. Every connection is asked for it before
 * its first statement that counts, since whoever exchanges a database cuts its connections.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, newId, parseId } from '#kernel/ids';
import type { Logger } from '#observability/logger';
import type { Database, NamedStatement, StatementGuard } from '#persistence/database';
import { insertReconciliation } from '../books/reconciliation-store.js';
import type { BillingConfig } from '../config.js';
import type { Journal, Parameter, SeenWitness } from './journal.js';
import { journaledStatements } from './journaled.js';
import * as store from './regression-store.js';
import { Replay } from './replay.js';

const refreshMs = 2_000;
/** Clocks of processes may differ, and a line is written after its statement. */
const marginMs = 600_000;
const progressEveryLines = 500;
/** A node that was spoken of since then can be compared. */
const spokenOfMs = 60_000;
/** Whoever can read a node looks every two seconds whether a comparison is due. */
const unreadMs = 120_000;
const listMost = 50;

/** replaying: nothing moves. comparing: everything moves, and nothing is sold or paid out. */
export type Phase = 'none' | 'replaying' | 'comparing';

export class Regression implements StatementGuard {
  private phase: Phase = 'none';
  /** The newest witness of this process. */
  private newest: SeenWitness | undefined;
  /** Found here, and not written down yet. */
  private reason: string | undefined;
  private replay: Replay | undefined;
  private readonly verified = new WeakSet<object>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  /** `database` without the guard that this is. */
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly context: {
      readonly config: Pick<BillingConfig, 'shortfallToleranceMsat'>;
      readonly clock: Clock;
      readonly logger: Logger;
    },
  ) {}

  get regressed(): boolean {
    return this.phase !== 'none';
  }

  get replaying(): boolean {
    return this.phase === 'replaying';
  }

  /** Before anything is served: what earlier processes have written down must be there. */
  async begin(): Promise<void> {
    await this.refresh();
    const doneMs = await store.replayedThroughMs(this.database);
    for (const seen of await this.journal.lastWitnesses()) {
      if (seen.atMs <= doneMs) continue;
      if (!(await this.isThere(seen))) this.found(seen);
      else if (seen.atMs > (this.newest?.atMs ?? 0)) this.newest = seen;
    }
    await this.writeDown();
  }

  start(): void {
    this.running = this.keep();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.journal.close();
  }

  async before({ name, params, connection, ask }: NamedStatement): Promise<readonly unknown[] | undefined> {
    const statement = journaledStatements[name];
    if (!statement) return undefined;
    if (!this.verified.has(connection)) {
      const seen = this.newest;
      if (seen && (await ask(...store.witnessQuery(seen.witness))).length === 0) this.found(seen);
      this.verified.add(connection);
    }
    if (this.phase === 'replaying') {
      // Of a code of its own, so that nobody tries the same step again: it was decided by what the database had forgotten.
      throw new AppError('db_regressed', 'what the database has forgotten is being imported', { retryAfterSeconds: 5 });
    }
    const given = params as readonly Parameter[];
    const instead = this.phase === 'comparing' ? statement.stopped?.(given) : undefined;
    if (!instead && statement.intent) await this.journal.append({ name, params: given, intent: true });
    return instead;
  }

  async after({ name, params }: Pick<NamedStatement, 'name' | 'params'>, rows: readonly unknown[]): Promise<void> {
    const statement = journaledStatements[name];
    const given = params as readonly Parameter[];
    if (!statement?.changed?.(given, rows)) return;
    const witness = statement.witness?.(given, rows);
    const line = { name, params: given, ...(witness && { witness }) };
    const { atMs } = await this.journal.append(line, statement.sync?.(given) ?? false);
    if (witness) this.newest = { witness, atMs };
  }

  async list(): Promise<ReplyOf<Billing, 'listRegressions'>> {
    const rows = await store.listRegressions(this.database, listMost);
    const ms = (at: Date | null) => String(at?.getTime() ?? 0);
    return {
      regressions: rows.map((row) => ({
        regressionId: idFromUuid('regression', row.id),
        reason: row.reason,
        state: row.ended_at ? 'ENDED' : row.replayed_at ? 'COMPARING' : 'REPLAYING',
        foundAtMs: ms(row.found_at),
        lines: row.lines.toString(),
        waiting: row.waiting,
        replayedAtMs: ms(row.replayed_at),
        endedAtMs: ms(row.ended_at),
        endedBy: row.ended_by ?? '',
        endedReason: row.ended_reason ?? '',
      })),
    };
  }

  /** An admin takes the books as they are; what the journal said until now is not looked for again. */
  async clear(request: RequestOf<Billing, 'clearRegression'>): Promise<ReplyOf<Billing, 'clearRegression'>> {
    const id = idToUuid(parseId('regression', request.regressionId));
    if (!(await store.findRegression(this.database, id)))
      throw new AppError('not_found', 'there is no such regression');
    await this.end(id, 'admin', request.reason);
    return {};
  }

  private async isThere({ witness }: SeenWitness): Promise<boolean> {
    return (await this.database.query(...store.witnessQuery(witness))).length > 0;
  }

  /** Something else than a line of the journal shows that the database is older than a node. */
  missing(reason: string): void {
    if (this.phase === 'replaying') return;
    this.phase = 'replaying';
    this.newest = undefined;
    this.replay = undefined;
    this.reason = reason;
    this.context.logger.error({ reason }, 'the database is older than LND: it was restored from a copy');
  }

  private found({ witness, atMs }: SeenWitness): void {
    const what = { account: 'an account', charge_event: 'a step of a charge', payout: 'a payout' }[witness.table];
    this.missing(`${what} of ${new Date(atMs).toISOString()} is not in the database any more`);
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.step();
      } catch (error) {
        if (!signal.aborted)
          this.context.logger.warn({ err: error }, 'whether the database is whole was not found out');
      }
      // An aborted pause is how this loop stops.
      await pause(refreshMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async step(): Promise<void> {
    const seen = this.newest;
    if (seen && !(await this.isThere(seen))) this.found(seen);
    await this.writeDown();
    const open = await this.refresh();
    if (open && !this.replay) await this.replayAll(open);
    else if (open) await this.compare(open);
  }

  private async writeDown(): Promise<void> {
    const { reason } = this;
    if (reason === undefined) return;
    const from = addMs(await store.lastActivity(this.database), -marginMs);
    await store.openRegression(this.database, { reason, from, at: this.context.clock.now() });
    this.reason = undefined;
  }

  /** Other processes find what this one has not, or end it. */
  private async refresh(): Promise<store.RegressionRow | undefined> {
    const open = await store.findOpen(this.database);
    if (this.reason === undefined) {
      const before = this.phase;
      this.phase = open === undefined ? 'none' : open.replayed_at ? 'comparing' : 'replaying';
      if (this.phase === 'none') this.replay = undefined;
      if (before !== this.phase)
        this.context.logger.info({ before, phase: this.phase }, 'the database is looked after');
    }
    return open;
  }

  private async replayAll(open: store.RegressionRow): Promise<void> {
    const { database, context } = this;
    const replay = new Replay(database, context.logger);
    for await (const line of this.journal.since(open.journal_from.getTime())) {
      if (this.stopping.signal.aborted) return;
      await replay.take(line);
      if (replay.lines % progressEveryLines === 0)
        await store.saveProgress(database, { id: open.id, ...counts(replay) });
    }
    await replay.takeRefused();
    await store.saveProgress(database, { id: open.id, ...counts(replay) });
    await store.finishReplay(database, { id: open.id, through: new Date(replay.throughMs), at: context.clock.now() });
    this.replay = replay;
    await this.refresh();
    context.logger.info(counts(replay), 'the journal was taken once more');
  }

  /** Whether nothing is missing is for the comparisons to say: of every node, and after all payouts are in the books again. */
  private async compare(open: store.RegressionRow): Promise<void> {
    const { database, context, replay } = this;
    if (!replay || !open.replayed_at) return;
    const done = await replay.takeDeferred();
    await store.saveProgress(database, { id: open.id, ...counts(replay) });
    if (!done) return;
    const at = context.clock.now();
    const missing = await store.nodesToCompare(database, {
      since: open.replayed_at,
      spokenOfSince: addMs(at, -spokenOfMs),
      unreadBefore: addMs(at, -unreadMs),
      toleranceMsat: context.config.shortfallToleranceMsat,
    });
    if (missing === undefined) return;
    if (missing.length === 0)
      return await this.end(open.id, 'billing', 'every node was compared and nothing is missing');
    for (const { node, waiting } of missing) {
      const id = idToUuid(newId('reconciliation', at));
      if (!waiting) await insertReconciliation(database, { id, node, by: 'schedule', at });
    }
  }

  private async end(id: string, by: 'billing' | 'admin', reason: string): Promise<void> {
    const at = this.context.clock.now();
    const ended = await this.database.transaction((tx) => store.endRegression(tx, { id, by, reason, at }));
    if (ended) this.context.logger.info({ by, reason }, 'the database is up to date');
    await this.refresh();
  }
}

function counts({ lines, waiting }: Replay): { lines: number; waiting: number } {
  return { lines, waiting };
}
