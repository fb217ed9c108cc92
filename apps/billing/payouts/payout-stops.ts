/**
 * Payouts stopped, on one node or everywhere, with a reason. A stop is a row: while it is there no payout is taken and no attempt
 * begins, and one that was begun is not sent. What has been sent goes on, since Lightning does not take it back.
 *
 * An admin stops everything; whoever finds that a node has less than the books say stops that node.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import type { Database } from '#persistence/database';

/** Means all nodes. */
const everywhere = '';

export class PayoutStops {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Idempotent; the newest reason stands. */
  async stop({ node, actor, reason }: { node: string; actor: string; reason: string }): Promise<void> {
    await this.database.query(
      `INSERT INTO payout_stop (node, actor, reason, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (node) DO UPDATE SET actor = $2, reason = $3, at = $4`,
      [node, actor, reason, this.clock.now()],
    );
  }

  async allow(node = everywhere): Promise<void> {
    await this.database.query('DELETE FROM payout_stop WHERE node = $1', [node]);
  }

  async set(request: RequestOf<Billing, 'setPayoutStop'>): Promise<ReplyOf<Billing, 'setPayoutStop'>> {
    await (request.stopped ? this.stop(request) : this.allow(request.node));
    return {};
  }

  async list(): Promise<ReplyOf<Billing, 'listPayoutStops'>> {
    const rows = await this.database.query<{ node: string; actor: string; reason: string; at: Date }>(
      'SELECT node, actor, reason, at FROM payout_stop ORDER BY node',
    );
    return { stops: rows.map(({ at, ...stop }) => ({ ...stop, atMs: String(at.getTime()) })) };
  }
}
