/**
 * What admins have changed, or tried to: written before it is done and again when it is known how it ended. Rows are added and
 * never changed; an action without an outcome is one whose end nobody has told, such as after a crash.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, parseId } from '#kernel/ids';
import type { Database } from '#persistence/database';
import { violates } from '#persistence/database-errors';

const pageMax = 500;

interface ActionRow {
  readonly n: bigint;
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly reason: string;
  readonly request_id: string;
  readonly peer: string;
  readonly outcome: 'done' | 'refused' | 'failed' | null;
  readonly status: number | null;
  readonly code: string | null;
  readonly ended_at: Date | null;
}

export class AuditLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async begin(request: RequestOf<Billing, 'beginAdminAction'>): Promise<ReplyOf<Billing, 'beginAdminAction'>> {
    const actionId = parseId('action', request.actionId);
    const { actor, action, target, reason, requestId, peer } = request;
    await this.database.query(
      `INSERT INTO admin_action (id, at, actor, action, target, reason, request_id, peer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO NOTHING`,
      [
        idToUuid(actionId),
        this.clock.now(),
        actor,
        action,
        target,
        reason,
        requestId === '' ? actionId : requestId,
        peer,
      ],
    );
    return {};
  }

  /** Once: the first word about an action stands. */
  async end(request: RequestOf<Billing, 'endAdminAction'>): Promise<ReplyOf<Billing, 'endAdminAction'>> {
    const actionId = parseId('action', request.actionId);
    try {
      await this.database.query(
        `INSERT INTO admin_outcome (action_id, outcome, status, code, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (action_id) DO NOTHING`,
        [idToUuid(actionId), request.outcome, request.status, request.code, this.clock.now()],
      );
    } catch (error) {
      if (!violates(error, 'admin_outcome_action_id_fkey')) throw error;
      throw new AppError('not_found', 'no such action has begun');
    }
    return {};
  }

  /** Newest first. */
  async list(request: RequestOf<Billing, 'listAdminActions'>): Promise<ReplyOf<Billing, 'listAdminActions'>> {
    const limit = Math.min(Math.max(request.limit, 1), pageMax);
    const rows = await this.database.query<ActionRow>(
      `SELECT a.n, a.id, a.at, a.actor, a.action, a.target, a.reason, a.request_id, a.peer, o.outcome, o.status, o.code, o.at AS ended_at
       FROM admin_action a LEFT JOIN admin_outcome o ON o.action_id = a.id
       WHERE ($1 = '' OR a.target = $1) AND ($2::bigint IS NULL OR a.n < $2) ORDER BY a.n DESC LIMIT $3`,
      [request.target, readCursor(request.cursor), limit + 1],
    );
    const page = rows.slice(0, limit);
    return {
      actions: page.map(({ n, id, at, request_id, outcome, status, code, ended_at, ...row }) => ({
        ...row,
        n: n.toString(),
        actionId: idFromUuid('action', id),
        atMs: String(at.getTime()),
        requestId: request_id,
        outcome: outcome ?? 'unknown',
        status: status ?? 0,
        code: code ?? '',
        endedAtMs: String(ended_at?.getTime() ?? 0),
      })),
      nextCursor: rows.length > limit ? (page.at(-1)?.n.toString() ?? '') : '',
    };
  }
}

function readCursor(cursor: string): bigint | null {
  if (cursor === '') return null;
  if (!/^[1-9][0-9]{0,17}$/.test(cursor)) throw new AppError('invalid_cursor', 'the cursor was not made by this list');
  return BigInt(cursor);
}
