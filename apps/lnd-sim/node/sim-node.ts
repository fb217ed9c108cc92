/** One node: its key, whether it runs, how it behaves, and who follows it. Its rows are in the store. */
import type { NodeName } from '../core/rows.js';
import type { Store } from '../store/store.js';
import type { NodeRows } from '../store/world.js';
import type { Faults } from './faults.js';
import { HtlcFeed } from './htlc-feed.js';
import { InvoiceFeed } from './invoice-feed.js';
import { PaymentFeed } from './payment-feed.js';

export type WalletState = 'NON_EXISTING' | 'LOCKED' | 'UNLOCKED' | 'RPC_ACTIVE' | 'SERVER_ACTIVE' | 'WAITING_TO_START';

/** down: the process is gone. frozen: it is there and does nothing. */
export type NodeCondition = 'running' | 'frozen' | 'down';

/** What the control port may change about a node. It is not kept over a restart of the simulator. */
export interface NodeSettings {
  /** The small differences of an lnd on native SQL: backlog in add order, other texts, payment indexes that stay. */
  nativeSql: boolean;
  /** lnd's --store-final-htlc-resolutions. */
  storeFinalResolutions: boolean;
  /** false: the node reports new heights, but its own watcher does not act on them. */
  syncedToChain: boolean;
  walletState: WalletState;
}

export interface NodeIdentity {
  readonly name: NodeName;
  /** Compressed secp256k1 key in hex. */
  readonly pubkey: string;
  readonly privateKey: Buffer;
}

export class SimNode {
  readonly name: NodeName;
  readonly invoices: InvoiceFeed;
  readonly payments: PaymentFeed;
  readonly htlcs = new HtlcFeed();
  readonly settings: NodeSettings = {
    nativeSql: false,
    storeFinalResolutions: true,
    syncedToChain: true,
    walletState: 'SERVER_ACTIVE',
  };
  private state: NodeCondition = 'running';
  private waiting: (() => void)[] = [];
  private readonly walletFollowers = new Set<(state: WalletState) => void>();

  constructor(
    readonly identity: NodeIdentity,
    private readonly store: Store,
    faults: Faults,
  ) {
    this.name = identity.name;
    this.invoices = new InvoiceFeed(this.name, store, faults, () => this.settings.nativeSql);
    this.payments = new PaymentFeed(this.name, store, faults);
  }

  get rows(): NodeRows {
    return this.store.world.node(this.name);
  }

  get condition(): NodeCondition {
    return this.state;
  }

  set condition(next: NodeCondition) {
    this.state = next;
    if (next === 'frozen') return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const go of waiting) go();
  }

  /** A frozen node takes calls up only when it is thawed. */
  async thawed(): Promise<void> {
    if (this.state === 'frozen') await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  setWalletState(next: WalletState): void {
    this.settings.walletState = next;
    for (const follower of this.walletFollowers) follower(next);
  }

  followWalletState(follower: (state: WalletState) => void): () => void {
    this.walletFollowers.add(follower);
    follower(this.settings.walletState);
    return () => this.walletFollowers.delete(follower);
  }
}
