/** SQL of what is kept about a database that was found to be older than its nodes. */
import { idToUuid, newId } from '#kernel/ids';
import type { Database, Tx } from '#persistence/database';
import { openIncident } from '../books/incidents.js';
import type { Witness } from './journal.js';

export interface RegressionRow {
  readonly id: string;
  readonly reason: string;
  readonly found_at: Date;
  readonly journal_from: Date;
  readonly lines: bigint;
  readonly waiting: number;
  readonly replayed_at: Date | null;
  readonly journal_through: Date | null;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly ended_reason: string | null;
}

const columns =
  'id, reason, found_at, journal_from, lines, waiting, replayed_at, journal_through, ended_at, ended_by, ended_reason';

export async function findOpen(database: Tx): Promise<RegressionRow | undefined> {
  const [row] = await database.query<RegressionRow>(`SELECT ${columns} FROM regression WHERE ended_at IS NULL`, [], {
    name: 'regression_open',
  });
  return row;
}

export async function findRegression(database: Database, id: string): Promise<RegressionRow | undefined> {
  const [row] = await database.query<RegressionRow>(`SELECT ${columns} FROM regression WHERE id = $1`, [id]);
  return row;
}

export async function listRegressions(database: Database, limit: number): Promise<RegressionRow[]> {
  return database.query<RegressionRow>(`SELECT ${columns} FROM regression ORDER BY id DESC LIMIT $1`, [limit]);
}

/** Opens one where none is open; each node that was ever reported gets an incident. */
export async function openRegression(
  database: Database,
  found: { readonly reason: string; readonly from: Date; readonly at: Date },
): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO regression (id, reason, found_at, journal_from) VALUES ($1, $2, $3, $4)
       ON CONFLICT ((true)) WHERE ended_at IS NULL DO UPDATE SET replayed_at = NULL`,
      [idToUuid(newId('regression', found.at)), found.reason, found.at, found.from],
    );
    const nodes = await tx.query<{ node: string }>('SELECT node FROM node_condition');
    for (const { node } of nodes) {
      await openIncident(tx, {
        kind: 'db_regressed',
        node,
        subject: 'database',
        detail: found.reason,
        at: found.at,
      });
    }
  });
}

export async function saveProgress(
  database: Database,
  progress: { readonly id: string; readonly lines: number; readonly waiting: number },
): Promise<void> {
  const sql = 'UPDATE regression SET lines = $2, waiting = $3 WHERE id = $1 AND ended_at IS NULL';
  await database.query(sql, [progress.id, progress.lines, progress.waiting]);
}

export async function finishReplay(
  database: Database,
  replay: { readonly id: string; readonly through: Date; readonly at: Date },
): Promise<void> {
  const sql = 'UPDATE regression SET replayed_at = $2, journal_through = $3 WHERE id = $1 AND ended_at IS NULL';
  await database.query(sql, [replay.id, replay.at, replay.through]);
}

/** False where it had ended before. */
export async function endRegression(
  tx: Tx,
  end: { readonly id: string; readonly by: 'billing' | 'admin'; readonly reason: string; readonly at: Date },
): Promise<boolean> {
  const ended = await tx.query(
    `UPDATE regression SET ended_at = $2, ended_by = $3, ended_reason = $4, journal_through = coalesce(journal_through, $2)
     WHERE id = $1 AND ended_at IS NULL RETURNING id`,
    [end.id, end.at, end.by, end.reason],
  );
  await tx.query(
    `UPDATE incident SET closed_at = $1, closed_reason = $2 WHERE kind = 'db_regressed' AND closed_at IS NULL`,
    [end.at, end.reason],
  );
  return ended.length > 0;
}

/** What the journal says until then has had its turn, whatever came of it. */
export async function replayedThroughMs(database: Database): Promise<number> {
  const [row] = await database.query<{ through: Date | null }>(
    'SELECT max(journal_through) AS through FROM regression WHERE ended_at IS NOT NULL',
  );
  return row?.through?.getTime() ?? 0;
}

/** A moment of which the database surely knows something, and before which it knows all; the beginning of time where it is empty. */
export async function lastActivity(database: Database): Promise<Date> {
  const [row] = await database.query<{ at: Date | null }>(
    `SELECT greatest((SELECT recorded_at FROM ledger.transfer ORDER BY seq DESC LIMIT 1),
                     (SELECT created_at FROM charge ORDER BY id DESC LIMIT 1),
                     (SELECT created_at FROM payout ORDER BY id DESC LIMIT 1),
                     (SELECT created_at FROM account ORDER BY id DESC LIMIT 1)) AS at`,
  );
  return row?.at ?? new Date(0);
}

/** The statement and its parameters that find the witness, or nothing. */
export function witnessQuery({ table, id, request, attempts }: Witness): [sql: string, params: readonly unknown[]] {
  switch (table) {
    case 'account':
      return ['SELECT 1 AS there FROM billing.account WHERE id = $1', [id]];
    case 'charge_event':
      return ['SELECT 1 AS there FROM billing.charge_event WHERE charge_id = $1 AND request_id = $2', [id, request]];
    case 'payout':
      return ['SELECT 1 AS there FROM billing.payout WHERE id = $1 AND attempts >= $2', [id, attempts ?? 0]];
  }
}

interface ComparedNode {
  readonly node: string;
  /** A comparison since then has found that nothing is missing. */
  readonly whole: boolean;
  /** A comparison has been asked for. */
  readonly waiting: boolean;
  /** It was asked for some time ago, and this node was never compared: nobody was given a macaroon that reads it. */
  readonly unreadable: boolean;
}

/**
 * Of the nodes that were spoken of lately, those that a comparison has still to find whole; undefined where none was spoken of.
 * A surplus is whole as far as anybody's money is concerned, and so is a shortfall that stops no payouts at other times. A node that
 * nobody can read is left out where another one is whole.
 */
export async function nodesToCompare(
  database: Database,
  when: {
    readonly since: Date;
    readonly spokenOfSince: Date;
    readonly unreadBefore: Date;
    readonly toleranceMsat: bigint;
  },
): Promise<readonly ComparedNode[] | undefined> {
  const rows = await database.query<ComparedNode>(
    `SELECT c.node, coalesce(last.verdict <> 'unsteady' AND last.difference_msat >= -$3::bigint, false) AS whole,
            due.requested_at IS NOT NULL AS waiting,
            coalesce(due.requested_at < $4, false)
              AND NOT EXISTS (SELECT FROM reconciliation r WHERE r.node = c.node AND r.finished_at IS NOT NULL) AS unreadable
     FROM node_condition c
     LEFT JOIN LATERAL (
       SELECT r.verdict, r.difference_msat FROM reconciliation r
       WHERE r.node = c.node AND r.finished_at IS NOT NULL AND r.requested_at >= $1 ORDER BY r.id DESC LIMIT 1) last ON true
     LEFT JOIN reconciliation due ON due.node = c.node AND due.finished_at IS NULL
     WHERE c.reported_at >= $2`,
    [when.since, when.spokenOfSince, when.toleranceMsat.toString(), when.unreadBefore],
  );
  if (rows.length === 0) return undefined;
  const open = rows.filter(({ whole }) => !whole);
  return open.length === rows.length ? open : open.filter(({ unreadable }) => !unreadable);
}
