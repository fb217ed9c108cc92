/**
 * Which statements of billing are written into the journal, and when: all that make or move accounts, charges and payouts, and what an account
 * wants paid out by itself. A statement
 * that is not here is forgotten by a restored database; what LND or settlement's sweeps say again need not be here.
 */
import { insertAccountSql } from '../accounts/accounts.js';
import { type AdvanceRow, advanceSql } from '../charges/advance-batch.js';
import { claimIdempotencyKeySql, insertChargeSql } from '../charges/charge-store.js';
import { rememberStraySql } from '../charges/receipts.js';
import { deleteScheduleSql, setScheduleSql, takeDueSql } from '../payouts/payout-schedule-store.js';
import {
  advancePayoutSql,
  type PayoutAdvanceOutcome,
  type ReserveOutcome,
  reservePayoutSql,
} from '../payouts/payout-store.js';
import { insertRefundAccountSql } from '../payouts/refunds.js';
import type { Parameter, Witness } from './journal.js';

type Params = readonly Parameter[];

export interface JournaledStatement {
  readonly sql: string;
  /** Written before it is sent; nothing comes of repeating it where it was never committed, or a later line must name it. */
  readonly intent?: true;
  /** Whether it has changed anything that a line must tell; without it only the intent is written. */
  changed?(params: Params, rows: readonly unknown[]): boolean;
  /** Must be on the disk before its caller goes on. */
  sync?(params: Params): boolean;
  witness?(params: Params, rows: readonly unknown[]): Witness | undefined;
  /** What it answers while nothing may be paid out; undefined where it may be sent. */
  stopped?(params: Params): readonly unknown[] | undefined;
}

export const journaledStatements: Readonly<Record<string, JournaledStatement>> = {
  account_insert: {
    sql: insertAccountSql,
    changed: () => true,
    witness: ([id]) => ({ table: 'account', id: String(id) }),
  },
  refund_account_insert: { sql: insertRefundAccountSql, intent: true },
  idempotency_claim: { sql: claimIdempotencyKeySql, intent: true },
  // A charge without steps is nobody's, and is canceled by the sweep.
  charge_insert: { sql: insertChargeSql, intent: true },
  stray_remember: { sql: rememberStraySql, intent: true },
  billing_advance: {
    sql: advanceSql,
    changed: (_, rows) => advanced(rows).some(({ outcome }) => outcome === 'moved' || outcome === 'repeated'),
    witness(params, rows) {
      const [charges, requests] = [elements(params[1]), elements(params[6])];
      const n = advanced(rows).findIndex(({ outcome, state }) => outcome === 'moved' && state !== null);
      const [id, request] = [charges[n], requests[n]];
      if (id === undefined || id === 'NULL' || request === undefined) return undefined;
      return { table: 'charge_event', id, request };
    },
  },
  payout_schedule_set: { sql: setScheduleSql, changed: (_, rows) => rows.length > 0 },
  payout_schedule_delete: { sql: deleteScheduleSql, changed: (_, rows) => rows.length > 0 },
  // Nothing is told of it; what is due is not looked for while nothing may be paid out.
  payout_schedule_take: { sql: takeDueSql, stopped: () => [] },
  payout_reserve: {
    sql: reservePayoutSql,
    intent: true,
    changed: (_, rows) => outcomeOf<ReserveOutcome>(rows) === 'reserved',
    sync: () => true,
    witness: (params) => ({ table: 'payout', id: reservedId(params), attempts: 0 }),
    stopped: () => [{ outcome: 'stopped', id: null }],
  },
  payout_advance: {
    sql: advancePayoutSql,
    // That it is paid is LND's to say, again, with the proof.
    changed: (params, rows) => params[3] !== 'SUCCEEDED' && outcomeOf<PayoutAdvanceOutcome>(rows) === 'moved',
    // Before a permit is used, it must be known to whom the payment belongs.
    sync: mayBeSent,
    witness: (params) => ({
      table: 'payout',
      id: String(params[1]),
      attempts: Number(params[6]) + (mayBeSent(params) ? 1 : 0),
    }),
    stopped: (params) => (mayBeSent(params) ? [{ outcome: 'stopped', state: params[2] }] : undefined),
  },
};

/** The id of the payout that a `payout_reserve` is about. */
export function reservedId(params: Params): string {
  return (JSON.parse(String(params[1])) as { readonly id: string }).id;
}

function mayBeSent(params: Params): boolean {
  return params[7] !== null;
}

function advanced(rows: readonly unknown[]): readonly AdvanceRow[] {
  return rows as readonly AdvanceRow[];
}

function outcomeOf<O extends string>(rows: readonly unknown[]): O | undefined {
  return (rows as readonly { readonly outcome: O }[])[0]?.outcome;
}

/** Of an array of uuids in Postgres' own text form. */
function elements(text: Parameter | undefined): readonly string[] {
  return String(text).slice(1, -1).split(',');
}
