import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { NodeName } from '../core/rows.js';
import type { Store } from '../store/store.js';
import type { Faults } from './faults.js';
import type { SimNode } from './sim-node.js';

/** What every part of the network shares. */
export class Realm {
  private readonly nodes = new Map<NodeName, SimNode>();

  constructor(
    readonly store: Store,
    readonly clock: Clock,
    readonly faults: Faults,
  ) {}

  add(node: SimNode): void {
    this.nodes.set(node.name, node);
  }

  all(): readonly SimNode[] {
    return [...this.nodes.values()];
  }

  node(name: NodeName): SimNode {
    const node = this.nodes.get(name);
    if (node === undefined) throw new AppError('not_found', `there is no node ${name}`);
    return node;
  }

  byPubkey(pubkey: string): SimNode | undefined {
    return this.all().find(({ identity }) => identity.pubkey === pubkey);
  }

  now(): number {
    return this.clock.now().getTime();
  }
}
