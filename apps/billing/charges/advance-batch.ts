/**
 * The wire between the writer and `billing.advance`: a batch of steps as one array per column, and its answer.
 *
 * Arrays in Postgres' own text form, written here: the driver's conversion of arrays took about twice as long, and the
 * database took twice as long to read one jsonb document.
 */
import type { ChargeId } from '#kernel/ids';
import type { Msat } from '#kernel/msat';
import type { Refusal, Transfer } from '#ledger/transfer';
import type { ChargeState } from './charge.js';

/** New values of a charge's columns; what is left out stays as it is. */
export interface ChargeChanges {
  readonly paymentRequest?: string;
  /** LND's add_index. */
  readonly addIndex?: bigint;
  /** When the invoice expires. */
  readonly expiresAt?: Date;
  /** LND's accept_time of the first HTLC. */
  readonly heldAt?: Date;
  readonly holdDeadlineAt?: Date;
  readonly amountPaidMsat?: Msat;
  /** Lowest height at which one of the HTLCs ends. */
  readonly htlcExpiryHeight?: number;
  /** Height from which on the hold is given back. */
  readonly cancelHeight?: number;
  readonly reuseUntil?: Date;
}

/** One step of one charge with the transfers that belong to it: all of it happens, or nothing. */
export interface Advance {
  readonly chargeId: ChargeId;
  /** The step is taken from these states only. */
  readonly from: readonly ChargeState[];
  /** The state afterwards; a state of `from` leaves a remark in the timeline and, perhaps, a transfer. */
  readonly to: ChargeState;
  /** Who did it: one lower-case word. */
  readonly actor: string;
  /** Why: one sentence for the timeline, at most 200 characters. */
  readonly reason: string;
  readonly set?: ChargeChanges;
  readonly transfers: readonly Transfer[];
  /** uuid of the attempt. The same one again answers what the first one did; drawn by the writer when it is left out. */
  readonly requestId?: string;
}

/** Transfers that belong to no charge, such as money that arrived for an invoice that nobody knows. */
export interface Posting {
  readonly chargeId?: undefined;
  readonly transfers: readonly Transfer[];
}

export type AdvanceResult =
  /** The step was taken, `repeated` if by an earlier attempt of the same request. transferSeq: the first of its transfers. */
  | { readonly outcome: 'moved'; readonly transferSeq: bigint | undefined; readonly repeated: boolean }
  /** The charge was in none of the from-states. */
  | { readonly outcome: 'stayed'; readonly state: ChargeState }
  /** There is no such charge. */
  | { readonly outcome: 'unknown' }
  /** The ledger refused a transfer, so the charge has not moved either. */
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly state: ChargeState | undefined };

export interface AdvanceRow {
  readonly outcome: 'moved' | 'repeated' | 'stayed' | 'unknown' | 'refused';
  readonly state: ChargeState | null;
  readonly seq: bigint | null;
  readonly refusal: Refusal | null;
}

export interface BatchItem {
  readonly step: Advance | Posting;
  readonly requestId: string;
}

export const advanceSql = `SELECT outcome, state, seq, refusal FROM billing.advance(${Array.from({ length: 26 }, (_, i) => `$${i + 1}`).join(', ')})`;

/** The arguments of `billing.advance`. Items must be in the order of `inLockOrder`. */
export function encodeBatch(now: Date, items: readonly BatchItem[]): (string | null)[] {
  const steps = items.map(({ step }) => (step.chargeId === undefined ? undefined : step));
  const column = (value: (step: Advance) => string | undefined) => array(steps.map((step) => step && value(step)));
  const change = (value: (set: ChargeChanges) => string | undefined) => column((step) => step.set && value(step.set));
  return [
    now.toISOString(),
    filled(steps.map((step) => step?.chargeId.slice(4))),
    column((step) => quoted(step.from.join(' '))),
    filled(steps.map((step) => step?.to)),
    column((step) => quoted(step.actor)),
    column((step) => quoted(step.reason)),
    filled(items.map((item) => item.requestId)),
    change((set) => set.paymentRequest && quoted(set.paymentRequest)),
    change((set) => set.addIndex?.toString()),
    change((set) => time(set.expiresAt)),
    change((set) => time(set.heldAt)),
    change((set) => time(set.holdDeadlineAt)),
    change((set) => set.amountPaidMsat?.toString()),
    change((set) => set.htlcExpiryHeight?.toString()),
    change((set) => set.cancelHeight?.toString()),
    change((set) => time(set.reuseUntil)),
    ...encodeTransfers(items),
  ];
}

/** The transfers of the items in the order of `ledger.post`'s arguments. */
export function encodeTransfers(items: readonly { readonly step: Pick<Posting, 'transfers'> }[]): (string | null)[] {
  const accounts = new Map<string, number>();
  const account = { code: [] as string[], owner: [] as string[] };
  const transfer = {
    item: [] as number[],
    id: [] as string[],
    kind: [] as string[],
    ref: [] as (string | undefined)[],
  };
  const effectiveAt: (string | undefined)[] = [];
  const leg = { transfer: [] as number[], account: [] as number[], amount: [] as bigint[] };
  items.forEach(({ step }, index) => {
    for (const { id, kind, ref, effectiveAt: at, legs } of step.transfers) {
      transfer.item.push(index + 1);
      transfer.id.push(quoted(id));
      transfer.kind.push(quoted(kind));
      transfer.ref.push(ref && quoted(ref));
      effectiveAt.push(time(at));
      for (const { code, owner, amountMsat } of legs) {
        const key = `${code} ${owner}`;
        let slot = accounts.get(key);
        if (slot === undefined) {
          slot = accounts.size + 1;
          accounts.set(key, slot);
          account.code.push(code.toString());
          account.owner.push(quoted(owner));
        }
        leg.transfer.push(transfer.id.length);
        leg.account.push(slot);
        leg.amount.push(amountMsat);
      }
    }
  });
  if (transfer.id.length === 0) return Array<null>(10).fill(null);
  return [
    filled(account.code),
    filled(account.owner),
    filled(transfer.item),
    filled(transfer.id),
    filled(transfer.kind),
    array(transfer.ref),
    array(effectiveAt),
    filled(leg.transfer),
    filled(leg.account),
    filled(leg.amount),
  ];
}

export function decodeRow(row: AdvanceRow): AdvanceResult {
  switch (row.outcome) {
    case 'moved':
    case 'repeated':
      return { outcome: 'moved', transferSeq: row.seq ?? undefined, repeated: row.outcome === 'repeated' };
    case 'stayed':
      return { outcome: 'stayed', state: row.state as ChargeState };
    case 'unknown':
      return { outcome: 'unknown' };
    case 'refused':
      return { outcome: 'refused', refusal: row.refusal as Refusal, state: row.state ?? undefined };
  }
}

/** Every batch locks its charges in ascending order, so that batches of several writers never wait for each other in a circle. */
export function inLockOrder(a: BatchItem, b: BatchItem): number {
  const left = a.step.chargeId ?? '~';
  const right = b.step.chargeId ?? '~';
  return left < right ? -1 : left > right ? 1 : 0;
}

/** An array literal; null stands for one in which every element is null. */
function array(elements: readonly (string | undefined)[]): string | null {
  return elements.some((element) => element !== undefined) ? filled(elements) : null;
}

function filled(elements: readonly (string | number | bigint | undefined)[]): string {
  return `{${elements.map((element) => element ?? 'NULL').join(',')}}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function time(at: Date | undefined): string | undefined {
  return at && `"${at.toISOString()}"`;
}
