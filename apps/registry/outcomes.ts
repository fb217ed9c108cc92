/** What dispatch tells of attempts and tasks, and what it makes of the listings' figures and health. */
import type { Registry, ReportedOutcome } from '#contracts/registry';
import type { RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import type { Database, Tx } from '#persistence/database';
import { assess } from './health.js';
import * as store from './outcome-store.js';
import { recoverClaimed } from './probe-store.js';
import { measuredMs, qualityOf, successRate } from './quality.js';

const mostPerReport = 500;
/** More than the last 200 tasks with five attempts each, with so much room that not every report deletes. */
const kept = { keep: 1_000, most: 1_500 };
const maxReason = 300;

export class Outcomes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async report({ outcomes, claims }: RequestOf<Registry, 'reportOutcomes'>): Promise<Record<string, never>> {
    if (outcomes.length > mostPerReport || claims.length > mostPerReport) {
      throw new AppError('invalid_request', `a report has at most ${mostPerReport} outcomes and as many claims`);
    }
    if (outcomes.length > 0) await this.take(outcomes.map(outcomeRow));
    // After the outcomes: those may suspend what a claim then resumes.
    if (claims.length > 0) {
      await recoverClaimed(
        this.database,
        claims.map(({ accountId, slugs, atMs }) => ({
          accountUuid: idToUuid(parseId('account', accountId)),
          slugs,
          at: new Date(Number(atMs)),
        })),
        this.clock.now(),
      );
    }
    return {};
  }

  /** Counts the listings anew of which tasks have become too old; returns how many there were. */
  async measureOld(limit: number): Promise<number> {
    const due = await store.dueForMeasure(this.database, this.clock.now(), limit);
    if (due.length === 0) return 0;
    await this.database.transaction(async (tx) => {
      const found = await store.lockListings(tx, due);
      const rows = await store.measure(tx, found, this.since());
      await store.writeFigures(
        tx,
        rows.map((row) => figuresOf(row, 0)),
      );
    });
    return due.length;
  }

  private async take(rows: readonly store.OutcomeRow[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const known = new Set(await store.lockListings(tx, [...new Set(rows.map(({ listingUuid }) => listingUuid))]));
      const added = await store.insertOutcomes(
        tx,
        rows.filter(({ listingUuid }) => known.has(listingUuid)),
      );
      if (added.size > 0) await this.recount(tx, added);
    });
  }

  private async recount(tx: Tx, added: ReadonlyMap<string, number>): Promise<void> {
    const now = this.clock.now();
    const rows = await store.measure(tx, [...added.keys()], this.since());
    await store.writeFigures(
      tx,
      rows.map((row) => figuresOf(row, added.get(row.listingUuid) ?? 0)),
    );
    await store.writeHealth(
      tx,
      rows.map((row) => healthOf(row, now)),
      now,
    );
    await store.forgetOutcomes(tx, [...added.keys()], kept);
  }

  private since(): Date {
    return addMs(this.clock.now(), -measuredMs);
  }
}

function figuresOf(row: store.MeasuredRow, added: number): store.FiguresRow {
  const measured = { ...row, medianMs: row.medianMs ?? undefined };
  return {
    listingUuid: row.listingUuid,
    quality: qualityOf(measured),
    successRate: successRate(measured),
    medianMs: row.medianMs,
    buyers: row.buyers,
    tasks: row.tasks,
    measureAt: row.oldestAt && addMs(row.oldestAt, measuredMs),
    added,
  };
}

function healthOf(row: store.MeasuredRow, now: Date): store.HealthRow {
  const { listingUuid, state: from, failures, failure, lastCallAt } = row;
  const { state: to, probeStep, probeAt } = assess(row, row, now);
  return { listingUuid, from, to, failures, failure, lastCallAt, probeStep, probeAt };
}

function outcomeRow(outcome: ReportedOutcome): store.OutcomeRow {
  const { taskId, taskVersion, listingId, ended, call, reason, workMs, buyerHash, atMs } = outcome;
  return {
    taskUuid: idToUuid(parseId('task', taskId)),
    taskVersion,
    listingUuid: idToUuid(parseId('listing', listingId)),
    at: new Date(Number(atMs)),
    ended: ended === '' ? null : ended,
    call: call === '' ? null : call,
    reason: reason.slice(0, maxReason),
    workMs: ended === 'delivered' ? workMs : null,
    buyer: buyerHash,
  };
}
