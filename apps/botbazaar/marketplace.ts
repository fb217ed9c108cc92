/**
 * The whole marketplace in one process: simulated Lightning nodes and the five services, wired with in-process clients. The
 * only place that knows all of them; each service still gets only its own keys, database role and macaroon.
 */
import { join } from 'node:path';
import { type BillingConfig, billingConfig } from '#apps/billing/config';
import { start as startBilling } from '#apps/billing/start';
import { defaultDispatchConfig } from '#apps/dispatch/config';
import { type QueueFactory, queueFactory } from '#apps/dispatch/queue';
import { sessionSettings as dispatchSessions } from '#apps/dispatch/schema';
import { start as startDispatch } from '#apps/dispatch/start';
import { limitsFor } from '#apps/gateway/gateway-config';
import { start as startGateway } from '#apps/gateway/start';
import { registryDefaults } from '#apps/registry/config';
import { start as startRegistry } from '#apps/registry/start';
import { leadBy, leadPayingBy } from '#apps/settlement/leader';
import { settlementDefaults, start as startSettlement } from '#apps/settlement/start';
import { openKeyring } from '#config/keyring';
import { openSecretFile } from '#config/secret-file';
import type { Settings } from '#config/settings';
import type { ServiceName, Services } from '#contracts/callers';
import { inProcess } from '#contracts/in-process';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd, type LndAddress, type LndClient } from '#lightning/lnd-client';
import { openNodeBooks } from '#lightning/node-books';
import { openPayoutDesk } from '#lightning/payout-desk';
import { type Readiness, readiness } from '#observability/health';
import type { Logger } from '#observability/logger';
import { parseHostPort } from '#outbound/endpoint';
import { type Database, openDatabase } from '#persistence/database';
import { openDatabaseClock } from '#persistence/database-clock';
import { rolePassword, roleUrl } from '#persistence/roles';
import type { Connection } from './connect-file.js';
import type { MarketNode, Nodes } from './market-nodes.js';

export interface MarketplaceOptions {
  readonly settings: Settings;
  /** Absolute; holds keys/ and nodes/. */
  readonly dataDirectory: string;
  /** The migrated database, as its owner; the services log in as their own roles. */
  readonly ownerUrl: string;
  readonly databaseKey: Buffer;
  readonly nodes: Nodes;
  readonly logger: Logger;
  /** Sees every call between services: `billing.openCharge`. */
  readonly onCall?: (rpc: string) => void;
  /** Sees every call to the market's nodes: `/lnrpc.Lightning/GetInfo`. */
  readonly onLndCall?: (path: string, kind: 'unary' | 'stream') => void;
  /** Instead of the queue that the settings name. */
  readonly queue?: QueueFactory;
  /** What billing is told besides what the settings say; tests have no ten minutes for an invoice to expire. */
  readonly billing?: Partial<BillingConfig>;
}

export interface Marketplace {
  readonly connection: Connection;
  /** What `/readyz` says. */
  readiness(): Promise<Readiness>;
  /** Stops what takes work first and what others need last. */
  stop(): Promise<void>;
}

const callDeadlineMs = 15_000;
const readinessTimeoutMs = 2_000;

export async function startMarketplace(options: MarketplaceOptions): Promise<Marketplace> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const wiring = await wire(options, stops);
    const services = await startServices(wiring);
    const { baseUrl } = await startEdge(wiring, services);
    const { wallets, simControl } = options.nodes;
    return {
      connection: {
        baseUrl,
        adminTokenFile: wiring.keys.adminTokenFile,
        nodes: wallets,
        ...(simControl !== undefined && { simControl }),
      },
      readiness: () => readiness(services.health, readinessTimeoutMs),
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** Sellers call back to the gateway, whose port is known only once it listens; tasks of an earlier run may be due before. */
class EdgeAddress {
  tell: (url: string) => void = () => undefined;
  private refuse: (error: Error) => void = () => undefined;
  readonly known = new Promise<string>((resolve, reject) => {
    this.tell = resolve;
    this.refuse = reject;
  });

  constructor() {
    // Nobody may be waiting for it when it is given up.
    this.known.catch(() => undefined);
  }

  giveUp(): void {
    this.refuse(new Error('the gateway does not listen'));
  }
}

type Wiring = Awaited<ReturnType<typeof wire>>;

/** What the services have in common, and what each of them gets of keys and databases. */
async function wire(options: MarketplaceOptions, stops: (() => Promise<void>)[]) {
  const databases = await openDatabases(options);
  stops.push(async () => {
    await Promise.all(Object.values(databases).map((database) => database.close()));
  });
  const clock = await openDatabaseClock(databases.dispatch, options);
  stops.push(async () => clock.stop());
  /** Each caller has a client of its own, which knows what it may call. */
  const client = <Name extends keyof Services>(caller: ServiceName, name: Name, service: Services[Name]) =>
    inProcess<Services[Name]>(service, {
      name,
      caller,
      deadlineMs: callDeadlineMs,
      onCall: (method) => options.onCall?.(`${name}.${method}`),
      onDefect: (method, error) => options.logger.error({ err: error, rpc: `${name}.${method}` }, 'a call failed'),
    });
  /** Notes how a service that has started is stopped. */
  const running = <R extends { stop(): Promise<void> }>(service: R): R => {
    stops.push(() => service.stop());
    return service;
  };
  return {
    options,
    databases,
    client,
    running,
    keys: openKeys(options.dataDirectory),
    clock,
    allowedEndpoints: options.settings.BOTBAZAAR_ALLOWED_ENDPOINTS.map(parseHostPort),
    loggerOf: (service: string) => options.logger.child({ service }),
    edge: new EdgeAddress(),
  };
}

async function startServices(wiring: Wiring) {
  const { options, databases, client, running, keys, clock, allowedEndpoints, loggerOf } = wiring;
  const registryRunning = running(
    await startRegistry(
      { ...registryDefaults, allowedEndpoints, webhookKey: keys.webhook },
      { database: databases.registry, clock, logger: loggerOf('registry') },
    ),
  );

  const desks = (await lndsOf(options, (node) => node.access('billing'))).map(openInvoiceDesk);
  const config = { ...billingConfig(options.settings), ...options.billing };
  const journal = {
    folder: join(options.dataDirectory, 'journal'),
    keepDays: options.settings.BOTBAZAAR_JOURNAL_DAYS,
  };
  const billingRunning = running(
    await startBilling(config, {
      database: databases.billing,
      desks,
      keys,
      journal,
      clock,
      logger: loggerOf('billing'),
    }),
  );

  const dispatchUrl = urlOf(options, 'botbazaar_dispatch');
  const dispatchRunning = running(
    await startDispatch(
      { ...defaultDispatchConfig, publicBaseUrl: () => wiring.edge.known, allowedEndpoints },
      {
        database: databases.dispatch,
        registry: client('dispatch', 'registry', registryRunning.service),
        billing: client('dispatch', 'billing', billingRunning.service),
        clock,
        logger: loggerOf('dispatch'),
        webhookKey: keys.webhook,
        queue: options.queue ?? queueFactory({ redisUrl: options.settings.REDIS_URL, postgresUrl: dispatchUrl }),
      },
    ),
  );
  // Stopped before dispatch, which otherwise waits for calls that wait for the address.
  running({ stop: async () => wiring.edge.giveUp() });

  const [watching, paying, reading] = await Promise.all([
    lndsOf(options, (node) => node.access('settlement')),
    lndsOf(options, (node) => node.payingAccess()),
    lndsOf(options, (node) => node.readingAccess()),
  ]);
  const settlementUrl = urlOf(options, 'botbazaar_settlement');
  const settlement = running(
    await startSettlement(settlementDefaults, {
      billing: client('settlement', 'billing', billingRunning.service),
      dispatch: client('settlement', 'dispatch', dispatchRunning.service),
      watches: watching.map(openInvoiceWatch),
      lead: leadBy(settlementUrl, loggerOf('settlement')),
      payoutDesks: paying.map(openPayoutDesk),
      leadPaying: leadPayingBy(settlementUrl, loggerOf('settlement')),
      books: reading.map(openNodeBooks),
      logger: loggerOf('settlement'),
    }),
  );
  const health = [registryRunning, billingRunning, dispatchRunning, settlement].flatMap((one) => one.health);
  return {
    registry: client('gateway', 'registry', registryRunning.service),
    billing: client('gateway', 'billing', billingRunning.service),
    dispatch: client('gateway', 'dispatch', dispatchRunning.service),
    health,
  };
}

/** The gateway, last: whoever can reach it finds everything behind it running. */
async function startEdge(wiring: Wiring, services: Awaited<ReturnType<typeof startServices>>) {
  const { options, keys, clock, loggerOf, running, allowedEndpoints } = wiring;
  const { settings } = options;
  const gateway = running(
    await startGateway(
      {
        host: settings.BOTBAZAAR_HOST,
        port: settings.BOTBAZAAR_PORT,
        publicBaseUrl: undefined,
        trustedProxies: settings.BOTBAZAAR_TRUSTED_PROXIES,
        allowedEndpoints,
        limits: limitsFor({
          burst: settings.BOTBAZAAR_CHALLENGES_BURST,
          perMinute: settings.BOTBAZAAR_CHALLENGES_PER_MINUTE,
        }),
        simulatedMoney: options.nodes.network === 'simulated',
      },
      { ...services, clock, logger: loggerOf('gateway'), tokenKeys: keys.tokens, adminToken: keys.adminToken },
    ),
  );
  wiring.edge.tell(gateway.url);
  return { baseUrl: gateway.url };
}

/** Three families of keys that know nothing of each other, and two secrets of the house. */
function openKeys(dataDirectory: string) {
  const file = (name: string) => join(dataDirectory, 'keys', name);
  const adminTokenFile = file('admin.token');
  return {
    tokens: openKeyring(file('tokens.json')),
    credentials: openKeyring(file('credentials.json')),
    preimages: openKeyring(file('preimages.json')),
    webhook: openSecretFile(file('webhook.key'), 32),
    adminToken: openSecretFile(adminTokenFile, 32),
    adminTokenFile,
  };
}

function urlOf({ ownerUrl, databaseKey }: MarketplaceOptions, role: string): string {
  return roleUrl(ownerUrl, role, rolePassword(databaseKey, role));
}

async function openDatabases(
  options: MarketplaceOptions,
): Promise<Record<'registry' | 'billing' | 'dispatch', Database>> {
  const open = (schema: string, sessionSettings = {}) => {
    const role = `botbazaar_${schema}`;
    return openDatabase({ url: urlOf(options, role), schema, applicationName: role, poolSize: 8, sessionSettings });
  };
  const [registry, billing, dispatch] = await Promise.all([
    open('registry'),
    open('billing'),
    open('dispatch', dispatchSessions),
  ]);
  return { registry, billing, dispatch };
}

/** The marketplace's nodes with the macaroon that `access` names, without those that have none. */
async function lndsOf(
  { nodes, onLndCall }: MarketplaceOptions,
  access: (node: MarketNode) => Promise<LndAddress | undefined>,
): Promise<LndClient[]> {
  const addresses = await Promise.all(nodes.market.map(access));
  return addresses.flatMap((address) => (address ? [connectLnd({ ...address, onCall: onLndCall })] : []));
}
