/** The Lightning nodes of an instance as those see them who wire it, whatever the nodes are. */
import type { LndAddress } from '#lightning/lnd-client';
import type { Connection } from './connect-file.js';

/** One of the marketplace's own nodes. */
export interface MarketNode {
  /** As the list of nodes has it. */
  readonly name: string;
  /** How that service reaches the node. */
  access(service: 'billing' | 'settlement'): Promise<LndAddress>;
  /** As `access`, with the macaroon that pays; undefined where none was given, and no payout leaves by this node. */
  payingAccess(): Promise<LndAddress | undefined>;
  /** As `access`, with the macaroon that reads what the node owns; undefined where none was given, and it is not compared. */
  readingAccess(): Promise<LndAddress | undefined>;
}

export interface Nodes {
  /** `simulated`, or the chain that the real nodes are on: `mainnet`, `regtest`, … */
  readonly network: string;
  readonly market: readonly MarketNode[];
  /** Wallets that programs on this machine may use, for `connect.json`. */
  readonly wallets: Connection['nodes'];
  readonly simControl?: string;
  /** Settles when the nodes have ended by themselves. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}
