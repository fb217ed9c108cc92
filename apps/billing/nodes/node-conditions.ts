/**
 * Which nodes settlement finds fit for new charges, and what can arrive there. A node that it listened to once and has not spoken of for half a minute is
 * listened to by nobody: money would arrive there and not be noticed in time. One that it never spoke of is new, and fit.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { Msat } from '#kernel/msat';
import { isUnfitness, sentenceOf } from '#lightning/node-fitness';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';

interface Condition {
  readonly node: string;
  readonly unfit: string;
  readonly reported_at: Date;
  /** Null where it is not known. */
  readonly inbound_msat: bigint | null;
}

interface ConditionRow extends Condition {
  readonly since: Date;
  readonly height: number;
  readonly followed: number;
  readonly streams_ended: number;
  readonly unsettled: bigint;
  readonly holds: bigint;
  readonly held_msat: bigint;
  readonly pays: boolean;
}

const refreshMs = 2_000;
/** Who listens to a node, or would pay from it, and has not spoken for so long is not there. */
export const silentAfterMs = 30_000;
/** From one that does not lead, in seconds: the leader speaks every ten. */
const leaderSilentAfter = 15;
/** A height that was told longer ago says nothing about the chain of now. */
const heightGoodForMs = 600_000;
const notFollowed = 'not_followed';
const unknownMsat = -1n;

export class NodeConditions {
  private readonly known = new Map<string, Condition>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly context: { readonly clock: Clock; readonly logger: Logger },
    /** Whether the database was found to be older than its nodes; then none of them is fit. */
    private readonly regressed: () => boolean = () => false,
  ) {}

  start(): void {
    this.running = this.keepReading();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Why that node gets no new charges, in words that a buyer may read; undefined where it may. */
  unfit(node: string): string | undefined {
    if (this.regressed()) return sentenceOf('db_regressed');
    const condition = this.known.get(node);
    if (condition === undefined) return undefined;
    const reason = this.reasonOf(condition);
    if (reason === '') return undefined;
    return isUnfitness(reason) ? sentenceOf(reason) : 'the Lightning node is not being watched';
  }

  /** Whether so much can arrive there, as far as anybody knows. */
  hasRoomFor(node: string, amountMsat: Msat): boolean {
    const inboundMsat = this.known.get(node)?.inbound_msat ?? undefined;
    return inboundMsat === undefined || inboundMsat >= amountMsat;
  }

  async report(request: RequestOf<Billing, 'reportNode'>): Promise<ReplyOf<Billing, 'reportNode'>> {
    const { node, unfit, leading, height, followed, streamsEnded } = request;
    if (unfit !== '' && !isUnfitness(unfit)) {
      throw new AppError('invalid_request', `no such condition of a node: ${unfit.slice(0, 40)}`);
    }
    const inboundMsat = request.inboundMsat.startsWith('-') ? null : request.inboundMsat;
    const now = this.context.clock.now();
    const [told] = await this.database.query<Condition>(
      `INSERT INTO node_condition AS c (node, unfit, since, reported_at, height, followed, streams_ended, inbound_msat)
       VALUES ($1, $2, $3, $3, $4, $5, $6, $9)
       ON CONFLICT (node) DO UPDATE SET unfit = excluded.unfit, reported_at = excluded.reported_at, height = excluded.height,
         followed = excluded.followed, streams_ended = excluded.streams_ended, inbound_msat = excluded.inbound_msat,
         since = CASE WHEN c.unfit = excluded.unfit THEN c.since ELSE excluded.since END
       WHERE $7 OR (excluded.unfit <> '' AND (c.unfit <> '' OR c.reported_at < excluded.reported_at - make_interval(secs => $8)))
       RETURNING node, unfit, reported_at, inbound_msat`,
      [node, unfit, now, height, followed, streamsEnded, leading, leaderSilentAfter, inboundMsat],
      { name: 'report_node' },
    );
    if (told) this.learn(told);
    return { highestElsewhere: await this.highestElsewhere(node, now) };
  }

  /** What was read before another process, or this one, has written says nothing any more. */
  private learn(condition: Condition): void {
    const before = this.known.get(condition.node);
    if (before === undefined || before.reported_at <= condition.reported_at) this.known.set(condition.node, condition);
  }

  /** All that were ever reported, with what is on them. */
  async list(): Promise<ReplyOf<Billing, 'listNodes'>> {
    const rows = await this.database.query<ConditionRow>(
      `SELECT c.node, c.unfit, c.since, c.reported_at, c.height, c.followed, c.streams_ended, c.inbound_msat, count(h.id) AS unsettled,
              EXISTS (SELECT FROM node_payer p WHERE p.node = c.node AND p.seen_at > $1) AS pays,
              count(h.id) FILTER (WHERE h.held_at IS NOT NULL AND h.funding = 'hold') AS holds,
              coalesce(sum(h.amount_paid_msat) FILTER (WHERE h.held_at IS NOT NULL AND h.funding = 'hold'), 0)::bigint AS held_msat
       FROM node_condition c LEFT JOIN charge h ON h.node = c.node AND h.closed_at IS NULL
       GROUP BY c.node ORDER BY c.node`,
      [addMs(this.context.clock.now(), -silentAfterMs)],
    );
    return {
      nodes: rows.map((row) => ({
        node: row.node,
        unfit: this.reasonOf(row),
        sinceMs: String(row.since.getTime()),
        reportedAtMs: String(row.reported_at.getTime()),
        height: row.height,
        followed: row.followed,
        streamsEnded: row.streams_ended,
        unsettled: row.unsettled.toString(),
        holds: row.holds.toString(),
        heldMsat: row.held_msat.toString(),
        inboundMsat: (row.inbound_msat ?? unknownMsat).toString(),
        pays: row.pays,
      })),
    };
  }

  private reasonOf({ unfit, reported_at }: Condition): string {
    if (this.regressed()) return 'db_regressed';
    if (unfit !== '') return unfit;
    return this.context.clock.now() > addMs(reported_at, silentAfterMs) ? notFollowed : '';
  }

  private async highestElsewhere(node: string, now: Date): Promise<number> {
    const [row] = await this.database.query<{ height: number }>(
      `SELECT coalesce(max(height), 0) AS height FROM node_condition WHERE node <> $1 AND unfit = '' AND reported_at > $2`,
      [node, addMs(now, -heightGoodForMs)],
      { name: 'height_elsewhere' },
    );
    return row?.height ?? 0;
  }

  /** Other processes of billing hear what this one does not. */
  private async keepReading(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const rows = await this.database.query<Condition>(
          'SELECT node, unfit, reported_at, inbound_msat FROM node_condition',
          [],
          {
            name: 'node_conditions',
          },
        );
        for (const row of rows) this.learn(row);
      } catch (error) {
        if (!signal.aborted) this.context.logger.warn({ err: error }, 'the conditions of the nodes could not be read');
      }
      // An aborted pause is how this loop stops.
      await pause(refreshMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
