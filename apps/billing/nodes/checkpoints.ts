/** How far the invoices of a node have been read. Only settlement knows what that means; here it is kept, and never goes back. */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { Database } from '#persistence/database';

export class Checkpoints {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async get({ node }: RequestOf<Billing, 'getCheckpoint'>): Promise<ReplyOf<Billing, 'getCheckpoint'>> {
    const [row] = await this.database.query<{ added: bigint; settled: bigint; last: bigint }>(
      `SELECT add_index AS added, settle_index AS settled, last_settled_add_index AS last FROM settle_checkpoint WHERE node = $1`,
      [node],
    );
    return {
      known: row !== undefined,
      addIndex: String(row?.added ?? 0),
      settleIndex: String(row?.settled ?? 0),
      lastSettledAddIndex: String(row?.last ?? 0),
    };
  }

  /** Two leaders may overlap for a moment, and the one that is behind must not undo what the other has read. */
  async save(request: RequestOf<Billing, 'saveCheckpoint'>): Promise<ReplyOf<Billing, 'saveCheckpoint'>> {
    const { node, checkpoint } = request;
    if (!checkpoint) throw new AppError('invalid_request', 'there is no checkpoint to save');
    const { addIndex, settleIndex, lastSettledAddIndex } = checkpoint;
    await this.database.query(
      `INSERT INTO settle_checkpoint AS c (node, add_index, settle_index, last_settled_add_index, saved_at)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (node) DO UPDATE SET saved_at = excluded.saved_at,
         add_index = greatest(c.add_index, excluded.add_index), settle_index = greatest(c.settle_index, excluded.settle_index),
         last_settled_add_index = greatest(c.last_settled_add_index, excluded.last_settled_add_index)`,
      [node, addIndex, settleIndex, lastSettledAddIndex, this.clock.now()],
      { name: 'save_checkpoint' },
    );
    return {};
  }
}
