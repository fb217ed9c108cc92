/**
 * By which nodes payouts may leave: those that are fit and at which settlement asks for work, having found that the node answers the macaroon
 * that pays. Nothing is reserved at any other, where it would wait in vain. Which of them it is, is decided once for each payout and for
 * ever: two nodes that know the same payment hash would both pay it.
 */
import type { Billing } from '#contracts/billing';
import type { RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { type Msat, msat, zeroMsat } from '#kernel/msat';
import type { Database } from '#persistence/database';
import { silentAfterMs } from '../nodes/node-conditions.js';
import type { Nodes } from '../nodes/nodes.js';
import type { NewPayout, ReserveOutcome } from './payout-store.js';

/** The payer of a node asks for work twice a second, and each process of billing writes down one in so much time. */
const writeEveryMs = 5_000;

interface PayerRow {
  readonly node: string;
  readonly seen_at: Date;
  readonly spare_msat: bigint;
}

export class PayingNodes {
  /** When this process has written down a payer last, by its node. */
  private readonly written = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly nodes: Pick<Nodes, 'isFit'>,
    private readonly clock: Clock,
  ) {}

  /** A payer has asked for work. */
  async heard({ node, ready }: Pick<RequestOf<Billing, 'listPayoutWork'>, 'node' | 'ready'>): Promise<void> {
    const now = this.clock.now();
    if (!ready || now.getTime() - (this.written.get(node) ?? 0) < writeEveryMs) return;
    await this.database.query(
      `INSERT INTO node_payer AS p (node, seen_at) VALUES ($1, $2)
       ON CONFLICT (node) DO UPDATE SET seen_at = greatest(p.seen_at, excluded.seen_at)`,
      [node, now],
      { name: 'payer_heard' },
    );
    this.written.set(node, now.getTime());
  }

  /** The first choice for a payout. @throws AppError where none can pay. */
  async choose(): Promise<string> {
    const [known, usable] = await this.look();
    const [first] = usable;
    if (first) return first.node;
    if (known.length === 0)
      throw new AppError('payouts_stopped', 'this marketplace was given no macaroon that pays', {
        retryAfterSeconds: 60,
      });
    throw new AppError('lightning_unavailable', 'no Lightning node can pay right now', { retryAfterSeconds: 2 });
  }

  /**
   * Reserves at the node that was chosen; where that one has too little to spare or its payouts are stopped, at the next that has not. Each
   * try has an id of its own, so that the journal never takes what was refused for what was made.
   */
  async reserve<R extends { readonly outcome: ReserveOutcome }>(
    payout: NewPayout,
    reserveAt: (payout: NewPayout) => Promise<R>,
  ): Promise<R> {
    const first = await reserveAt(payout);
    if (!isOfNode(first.outcome)) return first;
    const [, usable] = await this.look();
    for (const { node } of usable) {
      if (node === payout.node) continue;
      const next = await reserveAt({ ...payout, node, id: newId('payout', this.clock.now()) });
      if (!isOfNode(next.outcome)) return next;
    }
    return first;
  }

  /** The most that one payout may take with its fee limit, since it is not divided among nodes. */
  async mostMsat(): Promise<Msat> {
    const [, [first]] = await this.look();
    return first && first.spare_msat > 0n ? msat(first.spare_msat) : zeroMsat;
  }

  /** All that ever paid; and those that can now, stopped ones last, and first whoever has most for good that is not reserved. */
  private async look(): Promise<readonly [PayerRow[], PayerRow[]]> {
    const known = await this.database.query<PayerRow>(
      `SELECT node, seen_at, spare_msat FROM (
         SELECT p.node, p.seen_at,
           EXISTS (SELECT FROM payout_stop s WHERE s.node IN ('', p.node)) AS stopped,
           (coalesce((SELECT sum(b.debits - b.credits) FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id
                       WHERE a.owner = p.node AND a.code = 1110), 0)
            - coalesce((SELECT sum(o.amount_msat + o.fee_limit_msat) FROM payout o
                         WHERE o.node = p.node AND o.closed_at IS NULL AND o.charge_id IS NULL), 0))::bigint AS spare_msat
         FROM node_payer p) payer
       ORDER BY stopped, spare_msat DESC, node`,
      [],
      { name: 'payers' },
    );
    const since = addMs(this.clock.now(), -silentAfterMs);
    return [known, known.filter(({ node, seen_at }) => seen_at > since && this.nodes.isFit(node))];
  }
}

/** Another node may answer otherwise. */
function isOfNode(outcome: ReserveOutcome): boolean {
  return outcome === 'node_short' || outcome === 'stopped';
}
