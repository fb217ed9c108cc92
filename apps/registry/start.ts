/** The registry: who sells what, at what price. Owns the schema `registry`; calls no other service. */
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Registry } from '#contracts/registry';
import type { Clock } from '#kernel/clock';
import type { HealthCheck } from '#observability/health';
import { Outbound } from '#outbound/call';
import type { Database } from '#persistence/database';
import { Listings, type ListingsConfig } from './listings.js';
import { Prober } from './probe.js';

export interface RegistryDeps {
  /** Opened as botbazaar_registry. */
  readonly database: Database;
  readonly clock: Clock;
}

export interface RunningRegistry {
  readonly service: Registry;
  readonly health: readonly HealthCheck[];
  stop(): Promise<void>;
}

@Module({})
class RegistryModule {
  static compose(config: ListingsConfig, { database, clock }: RegistryDeps): DynamicModule {
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
      ],
    };
  }
}

export async function start(config: ListingsConfig, deps: RegistryDeps): Promise<RunningRegistry> {
  const context = await NestFactory.createApplicationContext(RegistryModule.compose(config, deps), { logger: false });
  return {
    service: context.get(Listings),
    health: [
      {
        name: 'registry database',
        check: async () => {
          await deps.database.query('SELECT 1');
          return undefined;
        },
      },
    ],
    async stop() {
      await context.get(Outbound).close();
      await context.close();
    },
  };
}
