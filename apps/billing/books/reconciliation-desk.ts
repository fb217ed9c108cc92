/** Comparisons as messages, for admins. */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, isId, parseId } from '#kernel/ids';
import type { Database } from '#persistence/database';
import { columns, findReconciliation, type ReconciliationRow } from './reconciliation-store.js';

const pageMax = 500;

interface LineRow {
  readonly name: string;
  readonly node_msat: bigint | null;
  readonly books_msat: bigint | null;
}

interface FindingRow {
  readonly n: number;
  readonly kind: string;
  readonly payment_hash: Buffer;
  readonly charge_id: string | null;
  readonly amount_msat: bigint;
}

export class ReconciliationDesk {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async list(request: RequestOf<Billing, 'listReconciliations'>): Promise<ReplyOf<Billing, 'listReconciliations'>> {
    const { node, cursor } = request;
    if (cursor !== '' && !isId('reconciliation', cursor)) throw wrongCursor();
    const limit = pageSize(request.limit);
    const rows = await this.database.query<ReconciliationRow>(
      `SELECT ${columns} FROM reconciliation WHERE ($1 = '' OR node = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [node, cursor === '' ? null : idToUuid(parseId('reconciliation', cursor)), limit + 1],
    );
    const page = rows.slice(0, limit).map(message);
    return { reconciliations: page, nextCursor: rows.length > limit ? (page.at(-1)?.reconciliationId ?? '') : '' };
  }

  async get(request: RequestOf<Billing, 'getReconciliation'>): Promise<ReplyOf<Billing, 'getReconciliation'>> {
    const id = idToUuid(parseId('reconciliation', request.reconciliationId));
    if (!/^([1-9][0-9]{0,8})?$/.test(request.cursor)) throw wrongCursor();
    const run = await findReconciliation(this.database, id);
    if (!run) throw new AppError('not_found', 'there is no such reconciliation');
    const limit = pageSize(request.limit);
    const [lines, findings] = await Promise.all([
      this.database.query<LineRow>(
        'SELECT name, node_msat, books_msat FROM reconciliation_line WHERE reconciliation_id = $1 ORDER BY n',
        [id],
      ),
      this.database.query<FindingRow>(
        `SELECT n, kind, payment_hash, charge_id, amount_msat FROM reconciliation_finding
         WHERE reconciliation_id = $1 AND n > $2 ORDER BY n LIMIT $3`,
        [id, Number(request.cursor), limit + 1],
      ),
    ]);
    const page = findings.slice(0, limit);
    return {
      reconciliation: message(run),
      lines: lines.map(({ name, node_msat, books_msat }) => ({
        name,
        ofNode: node_msat !== null,
        ofBooks: books_msat !== null,
        nodeMsat: (node_msat ?? 0n).toString(),
        booksMsat: (books_msat ?? 0n).toString(),
      })),
      findings: page.map((row) => ({
        n: row.n,
        kind: row.kind,
        paymentHash: row.payment_hash,
        chargeId: row.charge_id === null ? '' : idFromUuid('charge', row.charge_id),
        amountMsat: row.amount_msat.toString(),
      })),
      nextCursor: findings.length > limit ? String(page.at(-1)?.n ?? '') : '',
    };
  }
}

function message(row: ReconciliationRow) {
  return {
    reconciliationId: idFromUuid('reconciliation', row.id),
    node: row.node,
    state: row.finished_at === null ? 'REQUESTED' : 'DONE',
    requestedBy: row.requested_by,
    requestedAtMs: String(row.requested_at.getTime()),
    finishedAtMs: String(row.finished_at?.getTime() ?? 0),
    verdict: row.verdict ?? '',
    differenceMsat: (row.difference_msat ?? 0n).toString(),
    blockHeight: row.block_height ?? 0,
    invoices: row.invoices,
    findings: row.findings,
  };
}

function pageSize(limit: number): number {
  return Math.min(Math.max(limit, 1), pageMax);
}

function wrongCursor(): AppError {
  return new AppError('invalid_cursor', 'the cursor was not made by this list');
}
