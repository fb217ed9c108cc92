/**
 * The HTTP edge. Nest composes the parts and owns their lifecycle; requests go from Fastify straight to the handlers of the
 * route table.
 */
import 'reflect-metadata';
import { setMaxListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { Registry } from '#contracts/registry';
import { SchemaCache } from '#json-schema/schema-cache';
import { type Clock, monotonicMs } from '#kernel/clock';
import type { Keyring } from '#l402/keyring';
import { type HealthCheck, readiness } from '#observability/health';
import type { Logger } from '#observability/logger';
import { Outbound } from '#outbound/call';
import { Followers } from './buying/followers.js';
import { TrustedProxies } from './edge/client.js';
import { frameworkError, mountRoutes } from './edge/edge.js';
import { EdgeAdapter } from './edge/edge-adapter.js';
import { type OpenApiDocument, openApiDocument } from './edge/openapi.js';
import { CallLimiter, ChallengeLimiter } from './edge/rate-limit.js';
import type { Gateway } from './gateway.js';
import type { GatewayConfig } from './gateway-config.js';
import type { Route } from './route.js';
import { allRoutes } from './routes.js';
import { PayoutScheduleWorker } from './selling/payout-schedule-worker.js';

export interface GatewayDeps {
  readonly registry: Registry;
  readonly billing: Billing;
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keys of task tokens. */
  readonly tokenKeys: Keyring;
  /** The secret itself; it is presented in hex. */
  readonly adminToken: Buffer;
  /** What the whole process needs to take tasks, for `/readyz`. */
  readonly health: readonly HealthCheck[];
}

export interface RunningGateway {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  readonly health: readonly HealthCheck[];
  /**
   * For that time goes on answering, but is not ready and ends each connection with its answer: so that who sends requests
   * here sends them to another gateway, and none meets a connection that is closed under it.
   */
  drain(ms: number): Promise<void>;
  /** Answers what is under way, long polls at once, and closes. */
  stop(): Promise<void>;
}

const apiVersion = '1.0.0';
const readinessTimeoutMs = 2_000;

/** Where the server listens, known once it does. */
class Address {
  url = '';
}

/** Lets long polls answer before Nest closes the server. */
class Stopping implements BeforeApplicationShutdown {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  draining = false;

  constructor() {
    // One listener per long poll, removed when that is answered; Node would take more than ten for a leak.
    setMaxListeners(0, this.signal);
  }

  beforeApplicationShutdown(): void {
    this.controller.abort();
  }
}

@Module({})
class GatewayModule {}

const routeTable = Symbol('route table');

/** A follower costs some kilobytes, here and in dispatch, which lets 2,000 wait. */
const mostFollowers = { perClient: 64, inAll: 1_500 };

/** Each report is written down, and wakes those who follow the task; each answer is checked against a stranger's schema. */
const reportLimits = { burst: 40, perSecond: 20 };
const answerLimits = { burst: 10, perSecond: 2 };
/** Each is two calls to somebody else's server. */
const lookupLimits = { burst: 10, perSecond: 0.1 };

const takeSchedulesEveryMs = 3_000;

export async function start(config: GatewayConfig, deps: GatewayDeps): Promise<RunningGateway> {
  const adapter = new EdgeAdapter(frameworkError);
  const app = await NestFactory.create<NestFastifyApplication>(compose(config, deps), adapter, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  const { billing, adminToken, clock, logger } = deps;
  const stopping = app.get(Stopping);
  adapter.getInstance().addHook('onRequest', async (_request, reply) => {
    if (stopping.draining) reply.header('connection', 'close');
  });
  const proxies = app.get(TrustedProxies);
  mountRoutes(adapter.getInstance(), app.get<readonly Route[]>(routeTable), {
    billing,
    adminToken,
    clock,
    logger,
    proxies,
  });
  await listen(app, config);
  const address = app.get(Address);
  address.url = urlOf(app.getHttpServer().address() as AddressInfo);
  logger.info({ url: address.url }, 'gateway listens');
  const outbound = app.get(Outbound);
  const schedules = new PayoutScheduleWorker({ billing, outbound, logger }, takeSchedulesEveryMs);
  schedules.start();
  return {
    url: address.url,
    health: [
      { name: 'gateway', check: async () => (app.getHttpServer().listening ? undefined : 'does not listen any more') },
    ],
    async drain(ms) {
      stopping.draining = true;
      await pause(ms);
    },
    async stop() {
      await schedules.stop();
      await app.close();
      await outbound.close();
    },
  };
}

function compose(config: GatewayConfig, deps: GatewayDeps): DynamicModule {
  const providers: DynamicModule['providers'] = [
    { provide: Address, useFactory: () => new Address() },
    { provide: TrustedProxies, useFactory: () => new TrustedProxies(config.trustedProxies) },
    { provide: Stopping, useFactory: () => new Stopping() },
    { provide: Outbound, useFactory: () => new Outbound({ allowedEndpoints: config.allowedEndpoints }) },
    {
      provide: routeTable,
      inject: [Address, Stopping, TrustedProxies, Outbound],
      useFactory: (address: Address, stopping: Stopping, proxies: TrustedProxies, outbound: Outbound) =>
        buildRoutes(config, deps, { address, proxies, stopping, outbound }),
    },
  ];
  return { module: GatewayModule, providers };
}

interface Parts {
  readonly address: Address;
  readonly proxies: TrustedProxies;
  readonly stopping: Stopping;
  readonly outbound: Outbound;
}

function buildRoutes(
  config: GatewayConfig,
  deps: GatewayDeps,
  { address, proxies, stopping, outbound }: Parts,
): Route[] {
  const baseUrl = () => config.publicBaseUrl ?? address.url;
  const { health: others, adminToken: _, ...services } = deps;
  const own = { name: 'gateway', check: async () => (stopping.draining ? 'is being stopped' : undefined) };
  const health = [own, ...others];
  const gateway: Gateway = {
    ...services,
    inputSchemas: new SchemaCache(),
    limiter: new ChallengeLimiter(config.limits, monotonicMs),
    reports: new CallLimiter('reports about this task', reportLimits, monotonicMs),
    lookups: new CallLimiter('Lightning addresses of this account', lookupLimits, monotonicMs),
    outbound,
    answers: new CallLimiter('answers for this task', answerLimits, monotonicMs),
    followers: new Followers(mostFollowers),
    proxies,
    allowedEndpoints: config.allowedEndpoints,
    baseUrl,
    stopping: stopping.signal,
  };
  let document: OpenApiDocument | undefined;
  const routes: Route[] = allRoutes(gateway, {
    simulatedMoney: config.simulatedMoney,
    readiness: () => readiness(health, readinessTimeoutMs),
    document() {
      const { simulatedMoney } = config;
      document ??= openApiDocument(routes, { baseUrl: baseUrl(), version: apiVersion, simulatedMoney });
      return document;
    },
  });
  return routes;
}

/** Its message is a sentence for the one who starts the program. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

async function listen(app: NestFastifyApplication, { host, port }: GatewayConfig): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new ListenError(
        `Port ${port} on ${host} is in use by another program. Stop it, or set BOTBAZAAR_PORT to another port (0 = any free one).`,
        { cause: error },
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ListenError(`The API cannot listen on ${host}:${port} (${code}).`, { cause: error });
    }
    throw error;
  }
}

/** An address that stands for all of them is reached by the loopback one. */
function urlOf({ address, port }: AddressInfo): string {
  if (address === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (address === '::') return `http://[::1]:${port}`;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
