/** Every setting of the one process. `docs/configuration.md` is this page as a table, and a test compares the two. */
import { type Static, Type } from 'typebox';

const port = (fallback: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 65_535, default: fallback, description: `${description} (0 = any free one)` });

const list = (pattern: string, expected: string, description: string) =>
  Type.Array(Type.String({ pattern }), { default: [], expected, description });

const file = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, expected: 'the path of a file', description }));

export const settings = Type.Object({
  BOTBAZAAR_DATA_DIR: Type.String({
    default: '.botbazaar',
    expected: 'the path of a directory',
    description: 'Where keys, logs, the simulated nodes and the embedded Postgres are kept',
  }),
  BOTBAZAAR_HOST: Type.String({
    default: '127.0.0.1',
    pattern: '^[A-Za-z0-9.:-]+$',
    expected: 'an address or name of this machine',
    description: 'Where the HTTP API listens',
  }),
  BOTBAZAAR_PORT: port(8402, 'Port of the HTTP API'),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://[^/]+/.+$',
      expected: 'a URL as postgres://owner:password@host:port/database',
      description:
        'A PostgreSQL server (15 or newer) to use instead of the embedded one, as a role that may create roles and schemas',
    }),
  ),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://.+$',
      expected: 'a URL as redis://host:port',
      description: 'A Redis server for the queues, which are otherwise kept in Postgres',
    }),
  ),
  LND_NODES_FILE: file(
    'The list of several real lnds to use instead of the simulated nodes: JSON, as docs/real-lnd.md has it; instead of the following LND_…',
  ),
  LND_ADDRESS: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9.-]+:[0-9]{1,5}$',
      expected: 'host:port',
      description: 'gRPC of a real lnd to use instead of the simulated nodes',
    }),
  ),
  LND_TLS_SERVER_NAME: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9.-]+$',
      expected: 'a host name',
      description: "The name that the node's certificate has, where it is not the host of LND_ADDRESS",
    }),
  ),
  LND_TLS_CERT_FILE: file("The node's certificate in PEM"),
  LND_BILLING_MACAROON_FILE: file(
    'What may create, settle and cancel invoices and cannot pay, as `npm run lnd:bake` makes it',
  ),
  LND_WATCH_MACAROON_FILE: file('What may only look, as `npm run lnd:bake` makes it'),
  LND_RECONCILE_MACAROON_FILE: file(
    'What may read what the node owns, as `npm run lnd:bake` makes it; without it the node is not compared with the books',
  ),
  LND_PAY_MACAROON_FILE: file('What may pay, as `npm run lnd:bake` makes it; without it nobody is paid out'),
  BOTBAZAAR_WALLETS_FILE: file(
    'Wallets of the demonstration where the node is real: JSON, as `network.json` of `npm run lnd:up`; without it no bot buys',
  ),
  BOTBAZAAR_POSTGRES_PORT: port(0, 'Port of the embedded Postgres on 127.0.0.1'),
  BOTBAZAAR_SIM_PORT_MARKET: port(0, 'Port of the simulated node of the marketplace'),
  BOTBAZAAR_SIM_PORT_BUYER: port(0, 'Port of the simulated node of the buyer'),
  BOTBAZAAR_SIM_PORT_SELLER: port(0, 'Port of the simulated node of the seller'),
  BOTBAZAAR_SIM_CONTROL_PORT: port(0, 'Port by which the simulated nodes are controlled'),
  BOTBAZAAR_ALLOWED_ENDPOINTS: list(
    '^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}$',
    'host:port pairs, separated by commas',
    'Addresses of sellers and webhooks that may be called although they are private or loopback, each by its exact host and port',
  ),
  BOTBAZAAR_TRUSTED_PROXIES: list(
    '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$',
    'IP addresses or ranges in CIDR form, separated by commas',
    'Proxies whose X-Forwarded-For is believed',
  ),
  BOTBAZAAR_FEE_BPS: Type.Integer({
    minimum: 0,
    maximum: 10_000,
    default: 300,
    description: 'What the marketplace keeps of a price, in hundredths of a per cent',
  }),
  BOTBAZAAR_RECONCILE_MINUTES: Type.Integer({
    minimum: 1,
    maximum: 10_080,
    default: 60,
    description: 'How often each node is compared with the books',
  }),
  BOTBAZAAR_SHORTFALL_TOLERANCE_MSAT: Type.Integer({
    minimum: 0,
    maximum: 1_000_000_000_000,
    default: 1_000_000,
    description: 'What may be missing at a node, in two comparisons, before its payouts are stopped',
  }),
  BOTBAZAAR_JOURNAL_DAYS: Type.Integer({
    minimum: 1,
    maximum: 365,
    default: 14,
    description:
      'How long the journal outside of the database is kept: a database that is restored from an older copy cannot be brought up to date',
  }),
  BOTBAZAAR_CHALLENGES_PER_MINUTE: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 60,
    description: 'How many new challenges (402 with an invoice) one client gets per minute',
  }),
  BOTBAZAAR_CHALLENGES_BURST: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 16,
    description: 'How many of them it may get at once',
  }),
  BOTBAZAAR_DEMO: Type.Boolean({ default: true, description: 'Whether the demonstration runs at the start' }),
  BOTBAZAAR_LOG_LEVEL: Type.Enum(['error', 'warn', 'info', 'debug'], {
    default: 'info',
    description: 'The least important messages that are still logged',
  }),
});

export type Settings = Static<typeof settings>;
