/** What a human has to look at: opened by whatever finds it, once while it is open, and closed by an admin with a reason. */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, isId, newId, parseId } from '#kernel/ids';
import type { Database, Tx } from '#persistence/database';
import { allowPayouts } from './reconciliation-store.js';

const pageMax = 500;

export interface NewIncident {
  readonly kind: 'surplus' | 'shortfall' | 'db_regressed' | 'unattributed_receipt';
  readonly node: string;
  readonly subject: string;
  readonly detail: string;
  readonly at: Date;
}

/** Nothing where the same is open already. */
export async function openIncident(tx: Tx, { kind, node, subject, detail, at }: NewIncident): Promise<void> {
  await tx.query(
    `INSERT INTO incident (id, kind, node, subject, detail, opened_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (kind, node, subject) WHERE closed_at IS NULL DO NOTHING`,
    [idToUuid(newId('incident', at)), kind, node, subject, detail, at],
  );
}

interface IncidentRow {
  readonly id: string;
  readonly kind: string;
  readonly node: string;
  readonly subject: string;
  readonly detail: string;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly closed_reason: string | null;
}

export class Incidents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(request: RequestOf<Billing, 'listIncidents'>): Promise<ReplyOf<Billing, 'listIncidents'>> {
    const { cursor, openOnly } = request;
    if (cursor !== '' && !isId('incident', cursor)) {
      throw new AppError('invalid_cursor', 'the cursor was not made by this list');
    }
    const limit = Math.min(Math.max(request.limit, 1), pageMax);
    const rows = await this.database.query<IncidentRow>(
      `SELECT id, kind, node, subject, detail, opened_at, closed_at, closed_reason FROM incident
       WHERE (NOT $1 OR closed_at IS NULL)
         AND ($2::uuid IS NULL OR (opened_at, id) < ((SELECT opened_at FROM incident WHERE id = $2), $2))
       ORDER BY opened_at DESC, id DESC LIMIT $3`,
      [openOnly, cursor === '' ? null : idToUuid(parseId('incident', cursor)), limit + 1],
    );
    const page = rows.slice(0, limit).map((row) => ({
      incidentId: idFromUuid('incident', row.id),
      kind: row.kind,
      node: row.node,
      subject: row.subject,
      detail: row.detail,
      openedAtMs: String(row.opened_at.getTime()),
      closedAtMs: String(row.closed_at?.getTime() ?? 0),
      closedReason: row.closed_reason ?? '',
    }));
    return { incidents: page, nextCursor: rows.length > limit ? (page.at(-1)?.incidentId ?? '') : '' };
  }

  /** The first reason stands. With a shortfall ends what it had stopped; the next runs stop it again if it is still there. */
  async close({ incidentId, reason }: RequestOf<Billing, 'closeIncident'>): Promise<ReplyOf<Billing, 'closeIncident'>> {
    const id = idToUuid(parseId('incident', incidentId));
    await this.database.transaction(async (tx) => {
      const [closed] = await tx.query<{ kind: string; node: string }>(
        `UPDATE incident SET closed_at = $2, closed_reason = $3 WHERE id = $1 AND closed_at IS NULL RETURNING kind, node`,
        [id, this.clock.now(), reason],
      );
      if (closed?.kind === 'shortfall') await allowPayouts(tx, closed.node);
      if (closed) return;
      const known = await tx.query('SELECT FROM incident WHERE id = $1', [id]);
      if (known.length === 0) throw new AppError('not_found', 'there is no such incident');
    });
    return {};
  }
}
