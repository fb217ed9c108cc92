/**
 * What an admin reads of the books. Each function is one statement, which sees one state of the ledger; amounts are
 * millisatoshi as bigint; lists go on from a key of the last row, never from an offset.
 */
import { AppError } from '#kernel/errors';
import type { Tx } from '#persistence/database';

type Reader = Pick<Tx, 'query'>;

export interface TrialBalanceLine {
  readonly code: number;
  readonly name: string;
  readonly side: 'D' | 'C';
  readonly accounts: number;
  readonly debitsMsat: bigint;
  readonly creditsMsat: bigint;
  /** On the line's own side: positive where it should be. */
  readonly balanceMsat: bigint;
}

export interface TrialBalance {
  /** The last transfer that it includes. */
  readonly seq: bigint;
  readonly at: Date;
  readonly lines: readonly TrialBalanceLine[];
  /** What must hold at all times, each with the two sides that are compared. */
  readonly identities: readonly Identity[];
}

export interface Identity {
  readonly name: 'debits_equal_credits' | 'memo_debits_equal_credits' | 'assets_equal_claims' | 'solvent';
  readonly leftMsat: bigint;
  readonly rightMsat: bigint;
  readonly holds: boolean;
}

export async function readTrialBalance(db: Reader): Promise<TrialBalance> {
  type Row = {
    code: number;
    name: string;
    side: 'D' | 'C';
    accounts: bigint;
    debits: bigint;
    credits: bigint;
    seq: bigint;
    at: Date;
  };
  const rows = await db.query<Row>(
    `SELECT c.code, c.name, c.side, h.seq, h.at, count(a.id) AS accounts,
            coalesce(sum(b.debits), 0)::bigint AS debits, coalesce(sum(b.credits), 0)::bigint AS credits
       FROM ledger.head h CROSS JOIN ledger.chart c
       LEFT JOIN ledger.account a ON a.code = c.code LEFT JOIN ledger.balance b ON b.account_id = a.id
      WHERE c.in_use GROUP BY c.code, c.name, c.side, h.seq, h.at ORDER BY c.code`,
  );
  const [first] = rows;
  if (!first) throw new AppError('internal', 'the ledger has no head or no chart');
  const lines = rows.map(({ code, name, side, accounts, debits, credits }) => ({
    code,
    name,
    side,
    accounts: Number(accounts),
    debitsMsat: debits,
    creditsMsat: credits,
    balanceMsat: side === 'D' ? debits - credits : credits - debits,
  }));
  return { seq: first.seq, at: first.at, lines, identities: identities(lines) };
}

/** The four identities of the books; 9xxx are memoranda and belong to neither assets nor claims. */
function identities(lines: readonly TrialBalanceLine[]): Identity[] {
  const sum = (from: number, to: number, value: (line: TrialBalanceLine) => bigint) =>
    lines.filter(({ code }) => code >= from && code <= to).reduce((total, line) => total + value(line), 0n);
  const debits = (line: TrialBalanceLine) => line.debitsMsat;
  const credits = (line: TrialBalanceLine) => line.creditsMsat;
  const owed = (line: TrialBalanceLine) => line.creditsMsat - line.debitsMsat;
  const owned = (line: TrialBalanceLine) => line.debitsMsat - line.creditsMsat;
  const equal = (name: Identity['name'], leftMsat: bigint, rightMsat: bigint): Identity => {
    return { name, leftMsat, rightMsat, holds: leftMsat === rightMsat };
  };
  const atNodes = sum(1100, 1199, owned);
  const toOthers = sum(2000, 2999, owed);
  return [
    equal('debits_equal_credits', sum(0, 9999, debits), sum(0, 9999, credits)),
    equal('memo_debits_equal_credits', sum(9000, 9999, debits), sum(9000, 9999, credits)),
    // Assets = liabilities + equity + income − expenses.
    equal('assets_equal_claims', sum(1000, 1999, owned), sum(2000, 4999, owed) - sum(5000, 5999, owned)),
    // What the nodes hold covers what is owed to others.
    { name: 'solvent', leftMsat: atNodes, rightMsat: toOthers, holds: atNodes >= toOthers },
  ];
}

export interface LedgerAccount {
  /** The ledger's own number of the account, and the cursor of lists of accounts. */
  readonly id: bigint;
  readonly code: number;
  readonly name: string;
  readonly side: 'D' | 'C';
  /** '' for the market, a node's pubkey, or the uuid of a bot's account. */
  readonly owner: string;
  readonly debitsMsat: bigint;
  readonly creditsMsat: bigint;
  readonly balanceMsat: bigint;
  /** How many entries it has. */
  readonly entries: bigint;
  readonly closed: boolean;
  readonly openedAt: Date;
}

type AccountRow = Omit<LedgerAccount, 'debitsMsat' | 'creditsMsat' | 'balanceMsat' | 'openedAt'> & {
  debits: bigint;
  credits: bigint;
  opened_at: Date;
};

const accountColumns = `a.id, a.code, c.name, a.side, a.owner, b.debits, b.credits, b.version AS entries, b.closed, a.opened_at
  FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id JOIN ledger.chart c ON c.code = a.code`;

function accountFromRow({ debits, credits, opened_at, ...row }: AccountRow): LedgerAccount {
  const balanceMsat = row.side === 'D' ? debits - credits : credits - debits;
  return { ...row, debitsMsat: debits, creditsMsat: credits, balanceMsat, openedAt: opened_at };
}

export interface AccountFilter {
  readonly code?: number;
  readonly owner?: string;
  /** Accounts with a greater id. */
  readonly after?: bigint;
  readonly limit: number;
}

export async function listAccounts(db: Reader, { code, owner, after, limit }: AccountFilter): Promise<LedgerAccount[]> {
  const rows = await db.query<AccountRow>(
    `SELECT ${accountColumns}
      WHERE ($1::smallint IS NULL OR a.code = $1) AND ($2::text IS NULL OR a.owner = $2) AND a.id > $3 ORDER BY a.id LIMIT $4`,
    [code ?? null, owner ?? null, after ?? 0n, limit],
  );
  return rows.map(accountFromRow);
}

export async function findAccount(db: Reader, id: bigint): Promise<LedgerAccount | undefined> {
  const rows = await db.query<AccountRow>(`SELECT ${accountColumns} WHERE a.id = $1`, [id]);
  return rows[0] && accountFromRow(rows[0]);
}

export interface AccountEntry {
  /** Counts the account's entries from 1 without a gap; the cursor. */
  readonly version: bigint;
  readonly transferSeq: bigint;
  readonly kind: string;
  readonly ref: string | undefined;
  /** Debits are positive, credits negative. */
  readonly amountMsat: bigint;
  /** On the account's own side. */
  readonly balanceAfterMsat: bigint;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
}

/** Newest first, older than `before`. */
export async function listEntries(
  db: Reader,
  accountId: bigint,
  { before, limit }: { readonly before?: bigint; readonly limit: number },
): Promise<AccountEntry[]> {
  type Row = Omit<AccountEntry, 'ref'> & { ref: string | null };
  const rows = await db.query<Row>(
    `SELECT e.account_version AS version, e.transfer_seq AS "transferSeq", t.kind, t.ref, e.amount AS "amountMsat",
            CASE a.side WHEN 'D' THEN e.balance_after ELSE -e.balance_after END AS "balanceAfterMsat",
            t.effective_at AS "effectiveAt", t.recorded_at AS "recordedAt"
       FROM ledger.entry e JOIN ledger.transfer t ON t.seq = e.transfer_seq JOIN ledger.account a ON a.id = e.account_id
      WHERE e.account_id = $1 AND ($2::bigint IS NULL OR e.account_version < $2) ORDER BY e.account_version DESC LIMIT $3`,
    [accountId, before ?? null, limit],
  );
  return rows.map((row) => ({ ...row, ref: row.ref ?? undefined }));
}

export interface RecordedLeg {
  readonly accountId: bigint;
  readonly code: number;
  readonly name: string;
  readonly owner: string;
  /** Debits are positive, credits negative. */
  readonly amountMsat: bigint;
  /** Of the account, on its own side. */
  readonly balanceAfterMsat: bigint;
}

export interface RecordedTransfer {
  /** Counts all transfers from 1 without a gap, in the order in which they were recorded; the cursor. */
  readonly seq: bigint;
  readonly id: string;
  readonly kind: string;
  /** uuid of the charge. */
  readonly ref: string | undefined;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
  readonly legs: readonly RecordedLeg[];
}

export interface TransferFilter {
  readonly seq?: bigint;
  readonly ref?: string;
  readonly kind?: string;
  /** Transfers with a smaller seq. */
  readonly before?: bigint;
  readonly limit: number;
}

/** Newest first, each with its legs in the order of their recipe. */
export async function listTransfers(
  db: Reader,
  { seq, ref, kind, before, limit }: TransferFilter,
): Promise<RecordedTransfer[]> {
  type Row = Omit<RecordedTransfer, 'ref' | 'legs'> & RecordedLeg & { ref: string | null };
  const rows = await db.query<Row>(
    `SELECT t.seq, t.id, t.kind, t.ref, t.effective_at AS "effectiveAt", t.recorded_at AS "recordedAt",
            e.account_id AS "accountId", a.code, c.name, a.owner, e.amount AS "amountMsat",
            CASE a.side WHEN 'D' THEN e.balance_after ELSE -e.balance_after END AS "balanceAfterMsat"
       FROM (SELECT * FROM ledger.transfer
              WHERE ($1::bigint IS NULL OR seq = $1) AND ($2::uuid IS NULL OR ref = $2) AND ($3::text IS NULL OR kind = $3)
                AND ($4::bigint IS NULL OR seq < $4) ORDER BY seq DESC LIMIT $5) t
       JOIN ledger.entry e ON e.transfer_seq = t.seq
       JOIN ledger.account a ON a.id = e.account_id
       JOIN ledger.chart c ON c.code = a.code
      ORDER BY t.seq DESC, e.leg`,
    [seq ?? null, ref ?? null, kind ?? null, before ?? null, limit],
  );
  const transfers: (RecordedTransfer & { legs: RecordedLeg[] })[] = [];
  for (const row of rows) {
    let transfer = transfers.at(-1);
    if (transfer?.seq !== row.seq) {
      const { id, kind, effectiveAt, recordedAt } = row;
      transfer = { seq: row.seq, id, kind, ref: row.ref ?? undefined, effectiveAt, recordedAt, legs: [] };
      transfers.push(transfer);
    }
    const { accountId, code, name, owner, amountMsat, balanceAfterMsat } = row;
    transfer.legs.push({ accountId, code, name, owner, amountMsat, balanceAfterMsat });
  }
  return transfers;
}

export interface Integrity {
  /** Empty when the proof holds. */
  readonly defects: readonly { readonly check: string; readonly detail: string }[];
  readonly seq: bigint;
  readonly block: bigint;
  /** SHA-256 over everything that was ever recorded, in hex: noted elsewhere, it shows any later change. */
  readonly hash: string;
  readonly at: Date;
}

/** Recomputes everything from the entries: about a second per 100,000 entries, so it is for schedules and admins. */
export async function verifyLedger(db: Reader): Promise<Integrity> {
  type Row = { seq: bigint; block: bigint; hash: string; at: Date; check: string | null; detail: string };
  const rows = await db.query<Row>(
    `SELECT h.seq, h.block, encode(h.hash, 'hex') AS hash, h.at, v.check_name AS check, v.detail
       FROM ledger.head h LEFT JOIN ledger.verify() v ON true`,
  );
  const [first] = rows;
  if (!first) throw new AppError('internal', 'the ledger has no head');
  const defects = rows.flatMap(({ check, detail }) => (check === null ? [] : [{ check, detail }]));
  return { defects, seq: first.seq, block: first.block, hash: first.hash, at: first.at };
}
