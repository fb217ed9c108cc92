/** SQL of comparisons between nodes and the books. */
import type { Database, Tx } from '#persistence/database';
import type { BooksSide, Comparison, Verdict } from './reconciliation.js';

export interface ReconciliationRow {
  readonly id: string;
  readonly node: string;
  readonly requested_by: 'schedule' | 'admin';
  readonly requested_at: Date;
  readonly finished_at: Date | null;
  readonly verdict: Verdict | null;
  readonly difference_msat: bigint | null;
  readonly block_height: number | null;
  readonly invoices: number;
  readonly findings: number;
}

export const columns =
  'id, node, requested_by, requested_at, finished_at, verdict, difference_msat, block_height, invoices, findings';

/** The one that waits, when the last one was asked for, and whether it is known what the node had in the beginning. */
export async function readSchedule(
  database: Database,
  node: string,
): Promise<{ waiting: string | null; last: Date | null; begun: boolean }> {
  const [row] = await database.query<{ waiting: string | null; last: Date | null; begun: boolean }>(
    `SELECT (SELECT id FROM reconciliation WHERE node = $1 AND finished_at IS NULL) AS waiting,
            (SELECT requested_at FROM reconciliation WHERE node = $1 ORDER BY id DESC LIMIT 1) AS last,
            EXISTS (SELECT FROM node_baseline WHERE node = $1) AS begun`,
    [node],
    { name: 'reconciliation_schedule' },
  );
  return row ?? { waiting: null, last: null, begun: false };
}

/** The id of the one that waits now, which another may have asked for. */
export async function insertReconciliation(
  database: Database,
  run: { readonly id: string; readonly node: string; readonly by: 'schedule' | 'admin'; readonly at: Date },
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO reconciliation (id, node, requested_by, requested_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (node) WHERE finished_at IS NULL DO NOTHING RETURNING id`,
    [run.id, run.node, run.by, run.at],
  );
  return row?.id ?? (await readSchedule(database, run.node)).waiting ?? run.id;
}

export async function findReconciliation(database: Database, id: string): Promise<ReconciliationRow | undefined> {
  const [row] = await database.query<ReconciliationRow>(`SELECT ${columns} FROM reconciliation WHERE id = $1`, [id]);
  return row;
}

/** The newest of the node that proved something. */
export async function findNewest(tx: Tx, node: string): Promise<ReconciliationRow | undefined> {
  const [row] = await tx.query<ReconciliationRow>(
    `SELECT ${columns} FROM reconciliation WHERE node = $1 AND verdict <> 'unsteady' ORDER BY id DESC LIMIT 1`,
    [node],
  );
  return row;
}

/** How many entries the books have of the node. */
export async function countEntries(database: Database, node: string): Promise<bigint> {
  const [row] = await database.query<{ entries: bigint }>(
    `SELECT coalesce(sum(b.version), 0)::bigint AS entries FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id
     WHERE a.owner = $1 AND a.code IN (1110, 1130, 9110)`,
    [node],
    { name: 'reconciliation_entries' },
  );
  return row?.entries ?? 0n;
}

/** What the books say of the node, all of one moment; `hashes` are of the HTLCs that LND has in flight to it. */
export async function readBooks(
  database: Database,
  node: string,
  hashes: readonly Buffer[],
): Promise<BooksSide & { readonly entries: bigint }> {
  const [row] = await database.query<{
    entries: bigint;
    channels: bigint;
    settling: bigint;
    held: bigint;
    pending: bigint;
    baseline: bigint | null;
  }>(
    `SELECT coalesce(sum(b.version), 0)::bigint AS entries,
            coalesce(sum(b.debits - b.credits) FILTER (WHERE a.code = 1110), 0)::bigint AS channels,
            coalesce(sum(b.debits - b.credits) FILTER (WHERE a.code = 1130), 0)::bigint AS settling,
            coalesce(sum(b.debits - b.credits) FILTER (WHERE a.code = 9110), 0)::bigint AS held,
            (SELECT coalesce(sum(r.amount_msat), 0) FROM receipt r
              WHERE r.node = $1 AND r.state = 'SETTLING' AND r.payment_hash = ANY ($2::bytea[]))::bigint AS pending,
            (SELECT sum(amount_msat) FROM node_baseline WHERE node = $1)::bigint AS baseline
     FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id
     WHERE a.owner = $1 AND a.code IN (1110, 1130, 9110)`,
    [node, asHex(hashes)],
  );
  return {
    entries: row?.entries ?? 0n,
    baselineMsat: row?.baseline ?? undefined,
    channelsMsat: row?.channels ?? 0n,
    settlingMsat: row?.settling ?? 0n,
    pendingMsat: row?.pending ?? 0n,
    heldMsat: row?.held ?? 0n,
  };
}

/** False where it was finished before. */
export async function finish(
  tx: Tx,
  run: { readonly id: string; readonly verdict: Verdict; readonly blockHeight: number; readonly at: Date },
  { lines, differenceMsat }: Comparison,
): Promise<boolean> {
  const finished = await tx.query(
    `UPDATE reconciliation SET finished_at = $2, verdict = $3, difference_msat = $4, block_height = $5,
       findings = (SELECT count(*) FROM reconciliation_finding WHERE reconciliation_id = $1)
     WHERE id = $1 AND finished_at IS NULL RETURNING id`,
    [run.id, run.at, run.verdict, differenceMsat.toString(), run.blockHeight],
  );
  if (finished.length === 0) return false;
  await tx.query(
    `INSERT INTO reconciliation_line (reconciliation_id, n, name, node_msat, books_msat)
     SELECT $1, l.n, l.name, l.node, l.books FROM unnest($2::text[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS l(name, node, books, n)`,
    [
      run.id,
      lines.map(({ name }) => name),
      lines.map(({ nodeMsat }) => nodeMsat?.toString() ?? null),
      lines.map(({ booksMsat }) => booksMsat?.toString() ?? null),
    ],
  );
  return true;
}

/** Nothing where this run has been accepted before. */
export async function insertBaseline(
  tx: Tx,
  baseline: {
    readonly id: string;
    readonly node: string;
    readonly msat: bigint;
    readonly reason: string;
    readonly at: Date;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO node_baseline (reconciliation_id, node, amount_msat, reason, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (reconciliation_id) DO NOTHING RETURNING node`,
    [baseline.id, baseline.node, baseline.msat.toString(), baseline.reason, baseline.at],
  );
  return rows.length > 0;
}

/** Who stopped the payouts of a node for want of money there. */
const actor = 'reconciliation';

export async function stopPayouts(tx: Tx, node: string, reason: string, at: Date): Promise<void> {
  await tx.query(
    'INSERT INTO payout_stop (node, actor, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT (node) DO NOTHING',
    [node, actor, reason, at],
  );
}

/** Only where reconciliation had stopped them. */
export async function allowPayouts(tx: Tx, node: string): Promise<void> {
  await tx.query('DELETE FROM payout_stop WHERE node = $1 AND actor = $2', [node, actor]);
}

export interface CountedInvoices {
  readonly hashes: readonly Buffer[];
  readonly states: readonly string[];
  readonly paidMsat: readonly string[];
  readonly addIndexes: readonly string[];
}

/**
 * Compares a page of the node's invoices with the charges: in the span of ids of those that are found in it, as charges have no index
 * of what a step changes. Keeps at most so many findings of a run.
 */
export async function saveInvoiceFindings(
  database: Database,
  run: { readonly id: string; readonly node: string },
  { hashes, states, paidMsat, addIndexes }: CountedInvoices,
  most: number,
): Promise<void> {
  await database.query(
    `WITH told AS (
       SELECT t.hash, t.state, t.paid, t.add_index, c.id AS charge
         FROM unnest($3::bytea[], $4::text[], $5::bigint[], $6::bigint[]) AS t(hash, state, paid, add_index)
         LEFT JOIN charge c ON c.payment_hash = t.hash AND c.node = $2
     ), found AS (
       SELECT 'invoice_without_charge' AS kind, t.hash, NULL::uuid AS charge, t.paid FROM told t WHERE t.charge IS NULL
       UNION ALL
       SELECT 'settled_not_booked', t.hash, t.charge, t.paid FROM told t
        WHERE t.state = 'SETTLED'
          AND NOT EXISTS (SELECT FROM ledger.transfer l JOIN receipt r ON r.transfer_seq = l.seq WHERE l.ref = t.charge)
          AND NOT EXISTS (SELECT FROM stray_receipt s WHERE s.payment_hash = t.hash)
       UNION ALL
       SELECT 'charge_without_invoice', c.payment_hash, c.id, coalesce(c.amount_paid_msat, 0) FROM charge c
        WHERE c.id BETWEEN (SELECT charge FROM told WHERE charge IS NOT NULL ORDER BY charge LIMIT 1)
                       AND (SELECT charge FROM told WHERE charge IS NOT NULL ORDER BY charge DESC LIMIT 1)
          AND c.node = $2 AND c.add_index BETWEEN (SELECT min(add_index) FROM told) AND (SELECT max(add_index) FROM told)
          AND c.state NOT IN ('CANCELED', 'EXPIRED') AND NOT EXISTS (SELECT FROM told t WHERE t.hash = c.payment_hash)
     ), known AS (SELECT count(*) AS n FROM reconciliation_finding WHERE reconciliation_id = $1)
     INSERT INTO reconciliation_finding (reconciliation_id, n, kind, payment_hash, charge_id, amount_msat)
     SELECT $1, k.n + row_number() OVER (ORDER BY f.kind, f.hash), f.kind, f.hash, f.charge, f.paid
       FROM found f CROSS JOIN known k ORDER BY 2 LIMIT (SELECT greatest(0, $7 - n) FROM known)
     ON CONFLICT DO NOTHING`,
    [run.id, run.node, asHex(hashes), states, paidMsat, addIndexes, most],
  );
  await database.query('UPDATE reconciliation SET invoices = invoices + $2 WHERE id = $1 AND finished_at IS NULL', [
    run.id,
    hashes.length,
  ]);
}

/**
 * Whether this run has met a charge that LND has settled and that is not booked. Invoices without a charge do not count: a node that
 * worked before it was ours has settled any number of them, and they are among what it had.
 */
export async function hasUnbooked(database: Database, id: string): Promise<boolean> {
  const rows = await database.query(
    `SELECT FROM reconciliation_finding WHERE reconciliation_id = $1 AND kind = 'settled_not_booked' AND charge_id IS NOT NULL LIMIT 1`,
    [id],
  );
  return rows.length > 0;
}

/** HTLCs that come in for a hash that no charge of the node has. */
export async function saveHtlcFindings(
  tx: Tx,
  run: { readonly id: string; readonly node: string },
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.query(
    `INSERT INTO reconciliation_finding (reconciliation_id, n, kind, payment_hash, amount_msat)
     SELECT $1, (SELECT count(*) FROM reconciliation_finding WHERE reconciliation_id = $1) + row_number() OVER (), 'htlc_without_charge', h.hash, 0
       FROM unnest($3::bytea[]) AS h(hash)
      WHERE NOT EXISTS (SELECT FROM charge c WHERE c.payment_hash = h.hash AND c.node = $2)
     ON CONFLICT DO NOTHING`,
    [run.id, run.node, asHex(hashes)],
  );
}

export async function knownNodes(database: Database): Promise<string[]> {
  const rows = await database.query<{ node: string }>('SELECT node FROM node_condition ORDER BY node');
  return rows.map(({ node }) => node);
}

function asHex(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => `\\x${hash.toString('hex')}`);
}
