/**
 * Whether a node may be given new charges, decided from what was seen of it. Charges that it has already are safe either way:
 * a node that is not fit is still listened to, swept and settled at.
 */
import type { NodeTrouble } from './lnd-errors.js';

export interface NodeObservations {
  /** Why the last heartbeat was not answered; undefined: it was. */
  readonly trouble: NodeTrouble | undefined;
  /** Who answers, and who answered when this process began. */
  readonly pubkey: string;
  readonly expectedPubkey: string;
  readonly keepsResolutions: boolean;
  /** How long it has said that it does not follow the chain; 0 while it does. */
  readonly unsyncedMs: number;
  /** How long another node has been some blocks ahead of it; 0 while none is. */
  readonly behindMs: number;
  /** It has fewer invoices than it once had: it was restored from an older copy. */
  readonly lostInvoices: boolean;
  /** Whether the stream of its invoices stands, where this process is the one that reads it. */
  readonly stream: 'open' | 'ended' | 'of another process';
}

export type Unfitness =
  | NodeTrouble
  | 'another_node'
  | 'invoices_lost'
  | 'no_resolutions'
  | 'chain_not_followed'
  | 'behind_the_chain'
  | 'not_listened_to'
  /** Of the database, which all nodes have in common: billing says so, whatever was seen of the node. */
  | 'db_regressed';

/**
 * LND says for a moment at each block that it does not follow the chain. Longer than this is no moment, and with a heartbeat's
 * interval and deadline it is still noticed within 30 seconds.
 */
export const chainGraceMs = 15_000;

/** The first reason why not; undefined for a fit node. */
export function unfitness(seen: NodeObservations): Unfitness | undefined {
  if (seen.trouble !== undefined) return seen.trouble;
  if (seen.pubkey !== seen.expectedPubkey) return 'another_node';
  if (seen.lostInvoices) return 'invoices_lost';
  if (!seen.keepsResolutions) return 'no_resolutions';
  if (seen.unsyncedMs > chainGraceMs) return 'chain_not_followed';
  if (seen.behindMs > chainGraceMs) return 'behind_the_chain';
  return seen.stream === 'ended' ? 'not_listened_to' : undefined;
}

const sentences: Readonly<Record<Unfitness, string>> = {
  silent: 'the Lightning node is connected and does not answer',
  unreachable: 'the Lightning node is not reachable',
  wallet_locked: 'the wallet of the Lightning node is locked',
  starting: 'the Lightning node is starting',
  refused: 'the Lightning node refuses our macaroon',
  another_node: 'another Lightning node answers at the address of ours',
  invoices_lost: 'the Lightning node has fewer invoices than it had before',
  no_resolutions: 'the Lightning node runs without --store-final-htlc-resolutions',
  chain_not_followed: 'the Lightning node does not follow the chain',
  behind_the_chain: 'the Lightning node is behind the chain that another one sees',
  not_listened_to: 'the stream of the Lightning node has ended',
  db_regressed: 'the database is older than the Lightning node, and what it has forgotten is being imported',
};

/** For people, and for strangers: it names nothing of ours. */
export function sentenceOf(reason: Unfitness): string {
  return sentences[reason];
}

export function isUnfitness(text: string): text is Unfitness {
  return Object.hasOwn(sentences, text);
}
