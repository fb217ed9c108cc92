/** Settlement: LND's translator. No tables of its own; facts about invoices go in to billing and dispatch. */
import { type DynamicModule, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { InvoiceWatch } from '#lightning/invoice-watch';
import type { HealthCheck } from '#observability/health';
import type { Logger } from '#observability/logger';
import { Finality, type FinalityConfig } from './finality.js';
import { Follower, type FollowerConfig } from './follower.js';
import type { Lead } from './leader.js';
import { Reporter } from './report.js';

export interface SettlementDeps {
  readonly billing: Billing;
  readonly dispatch: Dispatch;
  /** One per node; this many invoices are followed side by side. */
  readonly watches: readonly InvoiceWatch[];
  /** Decides which of several processes follows a node. */
  readonly lead: Lead;
  readonly logger: Logger;
}

export interface Settlement {
  readonly health: readonly HealthCheck[];
  stop(): Promise<void>;
}

/** Starts and stops the followers with the application. */
class Followers implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(readonly all: readonly Follower[]) {}

  onApplicationBootstrap(): void {
    for (const follower of this.all) follower.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map((follower) => follower.stop()));
  }
}

@Module({})
class SettlementModule {
  static compose(config: SettlementConfig, deps: SettlementDeps): DynamicModule {
    const { billing, dispatch, watches, lead, logger } = deps;
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
            ),
        },
      ],
    };
  }
}

type SettlementConfig = FollowerConfig & FinalityConfig;

export const settlementDefaults: SettlementConfig = {
  sweepIntervalMs: 60_000,
  heightIntervalMs: 5_000,
  finalitySweepIntervalMs: 60_000,
};

export async function start(config: SettlementConfig, deps: SettlementDeps): Promise<Settlement> {
  const context = await NestFactory.createApplicationContext(SettlementModule.compose(config, deps), { logger: false });
  return {
    health: context.get(Followers).all.map((follower) => follower.health),
    stop: () => context.close(),
  };
}
