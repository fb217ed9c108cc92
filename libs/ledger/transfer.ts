/** What is handed to the ledger: one balanced movement of money between accounts, under an id that makes it happen once. */
import { createHash } from 'node:crypto';
import { assert } from '#kernel/assert';

export interface Leg {
  readonly code: number;
  /** '' for the market, a node's pubkey in hex, or the uuid of a bot's account. */
  readonly owner: string;
  /** Millisatoshi: debits are positive, credits negative, never zero. */
  readonly amountMsat: bigint;
}

export interface Transfer {
  /** uuid; the same id with the same content is recorded once, with other content refused. */
  readonly id: string;
  /** Lower case and underscores; what a reader groups by. */
  readonly kind: string;
  /** uuid of the charge or the payout that it belongs to. */
  readonly ref?: string;
  /** When it happened outside, such as at the node; without it, the time of recording. */
  readonly effectiveAt?: Date;
  /** 2 to 64 legs that sum to zero. */
  readonly legs: readonly Leg[];
}

/** Why the ledger refused a transfer; nothing of its group has happened then. */
export type Refusal =
  | 'insufficient_funds'
  | 'unknown_account'
  | 'account_closed'
  | 'out_of_range'
  | 'unbalanced'
  | 'conflict'
  | 'linked';

/** Drawn once at random, it separates our ids from every other use of version 5. */
const namespace = Buffer.from('6f2d1b0e5c4a4c0b9a7e3d58f1c2b794', 'hex');

/** The same event always has the same id (RFC 9562, version 5), so a replay from anywhere is the same transfer. */
export function transferId(source: 'lnd' | 'payout', externalId: string, step: string): string {
  const hash = createHash('sha1').update(namespace).update(`${source}|${externalId}|${step}`).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function debit(code: number, owner: string, amountMsat: bigint): Leg {
  return { code, owner, amountMsat };
}

export function credit(code: number, owner: string, amountMsat: bigint): Leg {
  return { code, owner, amountMsat: -amountMsat };
}

/** Leaves out what is zero, such as the fee of a free market, and insists that the rest balances. */
export function balanced(legs: readonly Leg[]): readonly Leg[] {
  const kept = legs.filter((leg) => leg.amountMsat !== 0n);
  const sum = kept.reduce((total, leg) => total + leg.amountMsat, 0n);
  assert(sum === 0n && kept.length >= 2, `legs of a transfer sum to ${sum}`);
  return kept;
}
