/** The registry: who sells what, at what price, how well. Owns the schema `registry`; calls no other service. */
import { type DynamicModule, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Registry } from '#contracts/registry';
import type { Clock } from '#kernel/clock';
import type { HealthCheck } from '#observability/health';
import type { Logger } from '#observability/logger';
import { Outbound } from '#outbound/call';
import type { Database } from '#persistence/database';
import type { RegistryConfig } from './config.js';
import { Keeper } from './keeper.js';
import { Listings } from './listings.js';
import { Outcomes } from './outcomes.js';
import { Prober } from './probe.js';
import { Searching } from './searching.js';

export interface RegistryDeps {
  /** Opened as botbazaar_registry. */
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

export interface RunningRegistry {
  readonly service: Registry;
  readonly health: readonly HealthCheck[];
  stop(): Promise<void>;
}

/** Stops in the order in which nothing calls what is already closed. */
class Running implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly keeper: Keeper,
    private readonly outbound: Outbound,
    private readonly keepIntervalMs: number,
  ) {}

  onApplicationBootstrap(): void {
    this.keeper.start(this.keepIntervalMs);
  }

  async onModuleDestroy(): Promise<void> {
    await this.keeper.stop();
    await this.outbound.close();
  }
}

@Module({})
class RegistryModule {
  static compose(config: RegistryConfig, { database, clock, logger }: RegistryDeps): DynamicModule {
    return {
      module: RegistryModule,
      providers: [
        { provide: Outbound, useFactory: () => new Outbound({ allowedEndpoints: config.allowedEndpoints }) },
        {
          provide: Prober,
          inject: [Outbound],
          useFactory: (outbound: Outbound) => new Prober(outbound, config.webhookKey, clock),
        },
        {
          provide: Listings,
          inject: [Prober],
          useFactory: (prober: Prober) => new Listings(database, prober, clock, config),
        },
        { provide: Searching, useFactory: () => new Searching(database) },
        { provide: Outcomes, useFactory: () => new Outcomes(database, clock) },
        {
          provide: Keeper,
          inject: [Prober, Outcomes],
          useFactory: (prober: Prober, outcomes: Outcomes) => new Keeper(database, prober, outcomes, clock, logger),
        },
        {
          provide: Running,
          inject: [Keeper, Outbound],
          useFactory: (keeper: Keeper, outbound: Outbound) => new Running(keeper, outbound, config.keepIntervalMs),
        },
      ],
    };
  }
}

export async function start(config: RegistryConfig, deps: RegistryDeps): Promise<RunningRegistry> {
  const context = await NestFactory.createApplicationContext(RegistryModule.compose(config, deps), { logger: false });
  const listings = context.get(Listings);
  const searching = context.get(Searching);
  const outcomes = context.get(Outcomes);
  return {
    service: {
      createListing: (request) => listings.createListing(request),
      updateListing: (request) => listings.updateListing(request),
      changeState: (request) => listings.changeState(request),
      getService: (request) => listings.getService(request),
      getVersion: (request) => listings.getVersion(request),
      listOwn: (request) => listings.listOwn(request),
      searchServices: (request) => searching.search(request),
      reportOutcomes: (request) => outcomes.report(request),
    },
    health: [
      {
        name: 'registry database',
        check: async () => {
          await deps.database.query('SELECT 1');
          return undefined;
        },
      },
    ],
    stop: () => context.close(),
  };
}
