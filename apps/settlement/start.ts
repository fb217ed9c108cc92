/** Settlement: LND's translator. No tables of its own; facts about invoices go in to billing and dispatch, payouts go out. */
import { type DynamicModule, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { InvoiceWatch } from '#lightning/invoice-watch';
import type { NodeBooks } from '#lightning/node-books';
import type { PayoutDesk } from '#lightning/payout-desk';
import type { HealthCheck } from '#observability/health';
import type { Logger } from '#observability/logger';
import { Finality, type FinalityConfig } from './finality.js';
import { Follower, type FollowerConfig } from './follower.js';
import type { Lead, PayingLead } from './leader.js';
import { Payer, type PayerConfig } from './payer.js';
import { Reconciler, type ReconcilerConfig } from './reconciler.js';
import { Reporter } from './report.js';

export interface SettlementDeps {
  readonly billing: Billing;
  readonly dispatch: Dispatch;
  /** One per node; this many invoices are followed side by side. */
  readonly watches: readonly InvoiceWatch[];
  /** Decides which of several processes follows a node. */
  readonly lead: Lead;
  /** One per node that may pay; none where no macaroon that can pay was given. */
  readonly payoutDesks: readonly PayoutDesk[];
  readonly leadPaying: PayingLead;
  /** One per node that is compared with the books; none where no macaroon that reads them was given. */
  readonly books: readonly NodeBooks[];
  readonly logger: Logger;
}

export type SettlementConfig = FollowerConfig & FinalityConfig & PayerConfig & ReconcilerConfig;

export interface Settlement {
  readonly health: readonly HealthCheck[];
  stop(): Promise<void>;
}

/** Starts and stops with the application whoever follows, pays or compares. */
class Followers implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    readonly all: readonly Follower[],
    private readonly others: readonly (Payer | Reconciler)[],
  ) {}

  onApplicationBootstrap(): void {
    for (const one of [...this.all, ...this.others]) one.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.all, ...this.others].map((one) => one.stop()));
  }
}

@Module({})
class SettlementModule {
  static compose(config: SettlementConfig, deps: SettlementDeps): DynamicModule {
    const { billing, dispatch, watches, lead, payoutDesks, leadPaying, books, logger } = deps;
    return {
      module: SettlementModule,
      providers: [
        {
          provide: Followers,
          useFactory: () =>
            new Followers(
              watches.map((watch) => {
                const finality = new Finality(watch, billing, config, logger);
                const reporter = new Reporter(billing, dispatch, logger, (fact) => finality.settled(fact));
                return new Follower(watch, { billing, reporter, finality, lead }, config, logger);
              }),
              [
                ...payoutDesks.map((desk) => new Payer(desk, billing, leadPaying, config, logger)),
                ...books.map((one) => new Reconciler(one, billing, config, logger)),
              ],
            ),
        },
      ],
    };
  }
}

export const settlementDefaults: SettlementConfig = {
  sweepIntervalMs: 60_000,
  heightIntervalMs: 5_000,
  finalitySweepIntervalMs: 60_000,
  payoutIntervalMs: 500,
  reconcilePollMs: 2_000,
};

/** One node is enough to sell; what the others lack stands in the list of nodes. */
function oneIsFit(nodes: readonly HealthCheck[]): HealthCheck {
  return {
    name: 'lightning',
    async check() {
      const reasons = await Promise.all(nodes.map((node) => node.check()));
      return reasons.includes(undefined) ? undefined : [...new Set(reasons)].join('; ') || 'there is no node';
    },
  };
}

export async function start(config: SettlementConfig, deps: SettlementDeps): Promise<Settlement> {
  const context = await NestFactory.createApplicationContext(SettlementModule.compose(config, deps), { logger: false });
  return {
    health: [oneIsFit(context.get(Followers).all.map((follower) => follower.health))],
    stop: () => context.close(),
  };
}
