/**
 * What was taken and what is ours for good are two things: LND says SETTLED when it has the preimage, and until the HTLCs are
 * resolved their payer may still get them back. Each receipt waits in 1130 for that word, which settlement brings.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { addMsat, msat, parseMsat } from '#kernel/msat';
import { receiptResolved } from '#ledger/recipes';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { encodeTransfers } from './advance-batch.js';

const pageMax = 500;
/** Entries of the books that become receipts in one statement. */
const takenAtOnce = 1_000;

interface ReceiptRow {
  readonly transfer_seq: bigint;
  readonly payment_hash: Buffer;
  readonly ref: string | null;
  readonly amount_msat: bigint;
}

type Resolved = RequestOf<Billing, 'reportFinality'>['invoices'][number];

interface Finished {
  readonly row: ReceiptRow;
  readonly lostMsat: bigint;
  readonly transfer: ReturnType<typeof receiptResolved>;
}

export class Receipts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async list({ node, after, limit }: RequestOf<Billing, 'listReceipts'>): Promise<ReplyOf<Billing, 'listReceipts'>> {
    await this.takeFromBooks(node);
    const rows = await this.database.query<ReceiptRow>(
      `SELECT transfer_seq, payment_hash, ref, amount_msat FROM receipt
       WHERE state = 'SETTLING' AND node = $1 AND transfer_seq > $2 AND payment_hash IS NOT NULL ORDER BY transfer_seq LIMIT $3`,
      [node, after, Math.min(Math.max(limit, 1), pageMax)],
      { name: 'receipt_list' },
    );
    return {
      receipts: rows.map((row) => ({
        transferSeq: row.transfer_seq.toString(),
        paymentHash: row.payment_hash,
        amountMsat: row.amount_msat.toString(),
      })),
    };
  }

  /** What is not booked yet, or was final before, is passed over: settlement's sweep asks again for what still waits. */
  async report(request: RequestOf<Billing, 'reportFinality'>): Promise<ReplyOf<Billing, 'reportFinality'>> {
    const { node, invoices } = request;
    if (invoices.length > pageMax) throw new AppError('invalid_request', `at most ${pageMax} invoices at once`);
    await this.takeFromBooks(node);
    const known = new Map(invoices.map((invoice) => [invoice.paymentHash.toString('hex'), invoice]));
    const rows = await this.database.query<ReceiptRow>(
      `SELECT transfer_seq, payment_hash, ref, amount_msat FROM receipt
       WHERE state = 'SETTLING' AND node = $1 AND payment_hash = ANY ($2::bytea[]) ORDER BY transfer_seq`,
      [node, [...known.keys()].map((hash) => `\\x${hash}`)],
      { name: 'receipt_find' },
    );
    const finished = rows.flatMap((row) => {
      const invoice = known.get(row.payment_hash.toString('hex'));
      return invoice ? this.finish(node, row, invoice) : [];
    });
    return { finished: finished.length === 0 ? 0 : await this.commit(finished) };
  }

  /** Nothing where LND's amounts are not those that were booked: then a human has to look, and the money waits. */
  private finish(node: string, row: ReceiptRow, invoice: Resolved): Finished[] {
    const [wonMsat, lostMsat] = [parseMsat(invoice.wonMsat), parseMsat(invoice.lostMsat)];
    const paymentHash = row.payment_hash;
    if (addMsat(wonMsat, lostMsat) !== msat(row.amount_msat)) {
      const fields = { node, paymentHash: paymentHash.toString('hex'), bookedMsat: row.amount_msat, wonMsat, lostMsat };
      this.logger.error(fields, 'the HTLCs of an invoice are not what was booked for it');
      return [];
    }
    if (lostMsat > 0n) {
      const fields = { node, paymentHash: paymentHash.toString('hex'), lostMsat };
      this.logger.error(fields, 'HTLCs of a settled invoice went back to their payer');
    }
    const chargeUuid = row.ref === null ? {} : { chargeUuid: row.ref };
    return [{ row, lostMsat, transfer: receiptResolved({ node, paymentHash, ...chargeUuid, wonMsat, lostMsat }) }];
  }

  private async commit(finished: readonly Finished[]): Promise<number> {
    const outcomes = await this.database.query<{ outcome: string }>(
      'SELECT outcome FROM finish_receipts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)',
      [
        this.clock.now(),
        finished.map(({ row }) => row.transfer_seq.toString()),
        finished.map(({ lostMsat }) => lostMsat.toString()),
        finished.map(({ row, lostMsat }) => `${lostMsat} of ${row.amount_msat} msat went back to the payer`),
        ...encodeTransfers(finished.map(({ transfer }) => ({ step: { transfers: [transfer] } }))),
      ],
      { name: 'receipt_finish' },
    );
    finished.forEach(({ row }, index) => {
      const outcome = outcomes[index]?.outcome;
      if (outcome === 'finished' || outcome === 'stayed') return;
      const fields = { transferSeq: row.transfer_seq, outcome };
      this.logger.error(fields, 'the ledger refused what the resolution of an HTLC means');
    });
    return outcomes.filter(({ outcome }) => outcome === 'finished').length;
  }

  /** What was booked since becomes rows. */
  async takeFromBooks(node: string): Promise<void> {
    for (let full = true; full; ) {
      const rows = await this.database.query<{ seen: number }>(
        'SELECT take_receipts($1, $2) AS seen',
        [node, takenAtOnce],
        { name: 'receipt_take' },
      );
      full = rows[0]?.seen === takenAtOnce;
    }
  }
}

/** Of which invoice a receipt is that no charge asked for. Written before it is booked, since the books name no hash. */
export async function rememberStray(database: Database, transferId: string, paymentHash: Buffer): Promise<void> {
  await database.query(rememberStraySql, [transferId, paymentHash], { name: 'stray_remember' });
}

export const rememberStraySql =
  'INSERT INTO stray_receipt (transfer_id, payment_hash) VALUES ($1, $2) ON CONFLICT (transfer_id) DO NOTHING';

/** Whether that receipt has been remembered before. */
export async function isStray(database: Database, transferId: string): Promise<boolean> {
  const rows = await database.query('SELECT FROM stray_receipt WHERE transfer_id = $1', [transferId]);
  return rows.length > 0;
}

/** What may leave of an account's balance: all that does not stem from receipts which are not final. */
export async function withdrawableMsat(database: Database, accountUuid: string): Promise<bigint> {
  const rows = await database.query<{ msat: bigint }>('SELECT withdrawable_msat($1) AS msat', [accountUuid]);
  return rows[0]?.msat ?? 0n;
}
