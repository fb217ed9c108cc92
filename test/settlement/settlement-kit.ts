/** A follower on a scripted node and neighbours in memory, made anew for each test and stopped after it. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { Finality, type FinalityConfig } from '#apps/settlement/finality';
import { Follower, type FollowerConfig } from '#apps/settlement/follower';
import type { Lead } from '#apps/settlement/leader';
import { Reporter } from '#apps/settlement/report';
import type { SettlementConfig } from '#apps/settlement/start';
import { createLogger } from '#observability/logger';
import { until } from '#test/harness/until';
import { Neighbours } from './neighbours.js';
import { ScriptedNode } from './scripted-node.js';

/** Long: what a test sees within seconds came by the streams. */
export const streamsOnly: SettlementConfig = {
  sweepIntervalMs: 3_600_000,
  heightIntervalMs: 3_600_000,
  finalitySweepIntervalMs: 3_600_000,
  payoutIntervalMs: 3_600_000,
  reconcilePollMs: 3_600_000,
};

/** A settlement that was given no macaroon that pays. */
export const paysNothing = { payoutDesks: [], books: [], leadPaying: async () => undefined };

/** Nobody else is there. */
export const alone: Lead = async () => ({ lost: new AbortController().signal, release: async () => undefined });

export const yes = (seen: boolean) => seen;

export interface TestSettlement {
  readonly node: ScriptedNode;
  readonly others: Neighbours;
  /** All log lines. */
  readonly log: string[];
  follower: Follower | undefined;
  /** Starts the follower, and waits until it listens unless the node is away. */
  follow(config?: FollowerConfig, finality?: FinalityConfig): Promise<void>;
  /** An invoice that is made while it listens, with its charge. */
  opened(): Promise<Buffer>;
}

export function settlementUnderTest(): () => TestSettlement {
  let made: TestSettlement;
  beforeEach(() => {
    made = settlement();
  });
  afterEach(async () => {
    await made.follower?.stop();
    expect([made.node.streams.size, made.others.running]).toEqual([0, 0]);
  });
  return () => made;
}

function settlement(): TestSettlement {
  const node = new ScriptedNode();
  const others = new Neighbours();
  const log: string[] = [];
  return {
    ...{ node, others, log },
    follower: undefined,
    async follow(config = streamsOnly, finalityConfig = { finalitySweepIntervalMs: 3_600_000 }) {
      const destination = { write: (line: string) => log.push(line) };
      const logger = createLogger({ level: 'debug', name: 'test', destination });
      const finality = new Finality(node.watch, others.billing, finalityConfig, logger);
      const reporter = new Reporter(others.billing, others.dispatch, logger, (fact) => finality.settled(fact));
      const known = { billing: others.billing, reporter, finality, lead: alone };
      this.follower = new Follower(node.watch, known, config, logger);
      this.follower.start();
      if (node.away) return;
      await until(
        () => node.streams.size,
        (open) => open > 0,
      );
      // What happens from now on is told by the streams alone, until the next sweep.
      if (others.billingTrouble) return;
      await until(
        () => others.listings,
        (listings) => listings > 0,
      );
    },
    async opened() {
      const hash = randomBytes(32);
      others.charge(hash);
      node.become(hash, 'OPEN');
      await until(() => node.follows(hash), yes);
      return hash;
    },
  };
}
