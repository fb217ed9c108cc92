/**
 * Takes what the journal says once more: each statement is guarded by states and ids of its own, so that what the database has already
 * stays as it is and what it has forgotten happens as it happened. May be begun again at any time, and by several processes at once.
 */
import type { Logger } from '#observability/logger';
import type { Database, Tx } from '#persistence/database';
import { sqlState } from '#persistence/database-errors';
import type { AdvanceRow } from '../charges/advance-batch.js';
import type { PayoutAdvanceOutcome, ReserveOutcome } from '../payouts/payout-store.js';
import type { JournalLine, Parameter, WrittenLine } from './journal.js';
import { journaledStatements, reservedId } from './journaled.js';

type Params = readonly Parameter[];

/** Parameters of `charge_insert` and `payout_reserve` that another time has other values for. */
const reuseKeyOfCharge = 15;
const dayCountOfPayout = 2;
const daySumOfPayout = 3;
const noLimit = ['2147483647', '9223372036854775807'] as const;
const uniqueViolation = '23505';

/** A payout's lines that cannot be taken yet: what is reserved must be covered, and what covers it may not be final. */
type Deferred = Map<string, JournalLine[]>;

export class Replay {
  private readonly deferred: Deferred = new Map();
  /** Reservations of which nobody said that they were made; a later line of theirs says so. */
  private readonly intents = new Map<string, JournalLine>();
  /** Steps that were not taken at once, because of what another process had written down a moment later. */
  private refused: WrittenLine[] = [];
  lines = 0;
  throughMs = 0;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Payouts that are still to be made. */
  get waiting(): number {
    return this.deferred.size;
  }

  async take(line: WrittenLine): Promise<void> {
    this.lines += 1;
    this.throughMs = Math.max(this.throughMs, line.atMs);
    switch (line.name) {
      case 'payout_reserve':
        if (line.intent) this.intents.set(reservedId(line.params), line);
        else await this.orDefer(reservedId(line.params), line);
        return;
      case 'payout_advance':
        return await this.orDefer(String(line.params[1]), line);
      case 'billing_advance':
        if (!(await this.advance(line))) this.refused.push(line);
        return;
      case 'charge_insert':
        // Who asks again gets a new challenge, so that the key must not stand in another's way.
        return await this.insert(line.name, line.params.with(reuseKeyOfCharge, null));
      default:
        return await this.insert(line.name, line.params);
    }
  }

  /** What other lines stood in the way of. */
  async takeRefused(): Promise<void> {
    for (const line of this.refused.splice(0)) {
      if (!(await this.advance(line)))
        this.logger.error({ atMs: line.atMs }, 'a step of the journal is not possible any more and is left out');
    }
  }

  /** Whether nothing waits any more. */
  async takeDeferred(): Promise<boolean> {
    for (const [id, lines] of [...this.deferred]) {
      while (lines[0] && (await this.payout(id, lines[0]))) lines.shift();
      if (lines.length === 0) this.deferred.delete(id);
    }
    return this.deferred.size === 0;
  }

  private async insert(name: string, params: Params): Promise<void> {
    const statement = journaledStatements[name];
    if (!statement) return;
    try {
      await this.database.query(statement.sql, params, { name });
    } catch (thrown) {
      if (sqlState(thrown) !== uniqueViolation) throw thrown;
    }
  }

  /** Whether none of its steps was refused. */
  private async advance({ params }: JournalLine): Promise<boolean> {
    const name = 'billing_advance';
    const rows = await this.database.query<AdvanceRow>(sqlOf(name), params, { name });
    return rows.every(({ outcome }) => outcome !== 'refused' && outcome !== 'unknown');
  }

  private async orDefer(id: string, line: JournalLine): Promise<void> {
    const before = this.deferred.get(id);
    if (before) before.push(line);
    else if (!(await this.payout(id, line))) this.deferred.set(id, [line]);
  }

  /** Whether the payout is as the line says. An admin's stop is about what is to come, not about what was. */
  private async payout(id: string, line: JournalLine): Promise<boolean> {
    return await this.database.transaction(async (tx) => {
      const stops = await tx.query<{ node: string; actor: string; reason: string; at: Date }>(
        'DELETE FROM payout_stop RETURNING node, actor, reason, at',
      );
      const taken = await this.payoutWithin(tx, id, line);
      for (const { node, actor, reason, at } of stops) {
        const sql = 'INSERT INTO payout_stop (node, actor, reason, at) VALUES ($1, $2, $3, $4)';
        await tx.query(sql, [node, actor, reason, at]);
      }
      return taken;
    });
  }

  private async payoutWithin(tx: Tx, id: string, { name, params }: JournalLine): Promise<boolean> {
    if (name === 'payout_reserve') return await this.reserve(tx, params);
    const advance = async () => {
      const [row] = await tx.query<{ outcome: PayoutAdvanceOutcome }>(sqlOf(name), params);
      return row?.outcome;
    };
    let outcome = await advance();
    const intent = this.intents.get(id);
    if (outcome === 'unknown' && intent) {
      if (!(await this.reserve(tx, intent.params))) return false;
      outcome = await advance();
    }
    return outcome === 'moved' || outcome === 'stayed';
  }

  private async reserve(tx: Tx, params: Params): Promise<boolean> {
    const unlimited = params.with(dayCountOfPayout, noLimit[0]).with(daySumOfPayout, noLimit[1]);
    const [row] = await tx.query<{ outcome: ReserveOutcome }>(sqlOf('payout_reserve'), unlimited);
    // A hash that is used is this payout's own, or of one that its account has asked for since.
    return row?.outcome === 'reserved' || row?.outcome === 'repeated' || row?.outcome === 'hash_used';
  }
}

function sqlOf(name: string): string {
  const statement = journaledStatements[name];
  if (!statement) throw new Error(`nothing is journaled as ${name}`);
  return statement.sql;
}
