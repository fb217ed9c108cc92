/**
 * Settings of the services where each is a process of its own. `docs/configuration.md` has them as tables, and a test
 * compares the two. A process is told only what it needs; what it must not know is not among its settings.
 */
import { type Static, Type } from 'typebox';
import { settings } from './settings.js';

const { BOTBAZAAR_HOST, BOTBAZAAR_PORT, BOTBAZAAR_LOG_LEVEL, REDIS_URL, ...others } = settings.properties;

const address = (whose: string, fallback: number) =>
  Type.String({
    pattern: '^([A-Za-z0-9.-]+:[0-9]{1,5}|[0-9.]+:[0-9]{1,5}(,[0-9.]+:[0-9]{1,5})+)$',
    default: `127.0.0.1:${fallback}`,
    expected: 'host:port, or IPv4 addresses with ports, separated by commas',
    description: `Where ${whose} is called; its replicas are the addresses of the name, or those named here`,
  });

const registryAddress = address('the registry', 8411);
const billingAddress = address('billing', 8412);
const dispatchAddress = address('dispatch', 8413);
const settlementAddress = address('settlement', 8414);

const listening = (port: number) => ({
  BOTBAZAAR_KEYS_DIR: Type.String({
    expected: 'the path of a directory',
    description: 'Where the keys, certificates and passwords of this process are, as preparing has made them',
  }),
  BOTBAZAAR_RPC_HOST: Type.String({
    default: '127.0.0.1',
    pattern: '^[A-Za-z0-9.:-]+$',
    expected: 'an address or name of this machine',
    description: 'Where gRPC is served',
  }),
  BOTBAZAAR_RPC_PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: port,
    description: 'Port of gRPC (0 = any free one)',
  }),
  BOTBAZAAR_LOG_LEVEL,
});

const databaseUrl = Type.String({
  pattern: '^postgres(ql)?://[^/]+/.+$',
  expected: 'a URL as postgres://host:port/database',
  description: "The PostgreSQL server (15 or newer); role and password are the process's own",
});

const lnd = {
  LND_ADDRESS: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9.-]+:[0-9]{1,5}$',
      expected: 'host:port',
      description: 'gRPC of the one Lightning node; not where preparing was given a list of nodes',
    }),
  ),
  LND_TLS_SERVER_NAME: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9.-]+$',
      expected: 'a host name',
      description: "The name that the node's certificate has, where it is not the host of LND_ADDRESS",
    }),
  ),
};

const publicUrl = Type.String({
  pattern: '^https?://[^/]+$',
  default: 'http://127.0.0.1:8402',
  expected: 'a URL without a path',
  description: 'How clients and sellers reach the HTTP API',
});

const { BOTBAZAAR_ALLOWED_ENDPOINTS, BOTBAZAAR_FEE_BPS, BOTBAZAAR_TRUSTED_PROXIES } = others;

export const gatewaySettings = Type.Object({
  ...listening(8410),
  BOTBAZAAR_HOST,
  BOTBAZAAR_PORT,
  BOTBAZAAR_PUBLIC_URL: publicUrl,
  REGISTRY_ADDRESS: registryAddress,
  BILLING_ADDRESS: billingAddress,
  DISPATCH_ADDRESS: dispatchAddress,
  SETTLEMENT_ADDRESS: settlementAddress,
  BOTBAZAAR_ALLOWED_ENDPOINTS,
  BOTBAZAAR_TRUSTED_PROXIES,
  BOTBAZAAR_CHALLENGES_PER_MINUTE: others.BOTBAZAAR_CHALLENGES_PER_MINUTE,
  BOTBAZAAR_CHALLENGES_BURST: others.BOTBAZAAR_CHALLENGES_BURST,
  BOTBAZAAR_SIMULATED_MONEY: Type.Boolean({
    default: false,
    description: 'Whether the node is a simulator, which every page then says',
  }),
});

export const registrySettings = Type.Object({
  ...listening(8411),
  DATABASE_URL: databaseUrl,
  BOTBAZAAR_ALLOWED_ENDPOINTS,
});

export const billingSettings = Type.Object({
  ...listening(8412),
  DATABASE_URL: databaseUrl,
  BOTBAZAAR_JOURNAL_DIR: Type.String({
    expected: 'the path of a directory',
    description:
      'Where what was committed is written down once more, on another disk than the database; all processes of billing share it',
  }),
  BOTBAZAAR_JOURNAL_DAYS: others.BOTBAZAAR_JOURNAL_DAYS,
  ...lnd,
  BOTBAZAAR_FEE_BPS,
  BOTBAZAAR_RECONCILE_MINUTES: others.BOTBAZAAR_RECONCILE_MINUTES,
  BOTBAZAAR_SHORTFALL_TOLERANCE_MSAT: others.BOTBAZAAR_SHORTFALL_TOLERANCE_MSAT,
});

export const dispatchSettings = Type.Object({
  ...listening(8413),
  DATABASE_URL: databaseUrl,
  REDIS_URL,
  REGISTRY_ADDRESS: registryAddress,
  BILLING_ADDRESS: billingAddress,
  BOTBAZAAR_PUBLIC_URL: publicUrl,
  BOTBAZAAR_ALLOWED_ENDPOINTS,
});

export const settlementSettings = Type.Object({
  ...listening(8414),
  DATABASE_URL: databaseUrl,
  ...lnd,
  BILLING_ADDRESS: billingAddress,
  DISPATCH_ADDRESS: dispatchAddress,
});

export const prepareSettings = Type.Object({
  BOTBAZAAR_KEYS_DIR: Type.String({
    expected: 'the path of a directory',
    description: 'Holds a folder for each service, which becomes its BOTBAZAAR_KEYS_DIR, and the folder `prepare`',
  }),
  DATABASE_URL: Type.String({
    pattern: '^postgres(ql)?://[^/]+/.+$',
    expected: 'a URL as postgres://owner@host:port/database',
    description: 'The PostgreSQL server, as a role that may create roles and schemas',
  }),
  DATABASE_PASSWORD_FILE: Type.Optional(
    Type.String({ expected: 'the path of a file', description: 'Holds the password of that role' }),
  ),
  ...lnd,
  LND_TLS_CERT_FILE: Type.Optional(
    Type.String({ expected: 'the path of a file', description: "The node's certificate in PEM" }),
  ),
  LND_ADMIN_MACAROON_FILE: Type.Optional(
    Type.String({
      expected: 'the path of a file',
      description: 'A macaroon that may bake others, as LND writes it',
    }),
  ),
  LND_NODES_FILE: Type.Optional(
    Type.String({
      expected: 'the path of a file',
      description: 'The list of several Lightning nodes: JSON, as docs/apart.md has it; instead of the other LND_…',
    }),
  ),
});

export type PrepareSettings = Static<typeof prepareSettings>;

export const simulatorSettings = Type.Object({
  BOTBAZAAR_SIM_HOST: Type.Optional(
    Type.String({
      pattern: '^[0-9A-Fa-f.:]+$',
      expected: 'an address of this machine',
      description: 'Where the nodes serve gRPC, instead of both loopback addresses',
    }),
  ),
  BOTBAZAAR_SIM_PORT_MARKET: others.BOTBAZAAR_SIM_PORT_MARKET,
  BOTBAZAAR_SIM_PORT_BUYER: others.BOTBAZAAR_SIM_PORT_BUYER,
  BOTBAZAAR_SIM_PORT_SELLER: others.BOTBAZAAR_SIM_PORT_SELLER,
  BOTBAZAAR_SIM_CONTROL_PORT: others.BOTBAZAAR_SIM_CONTROL_PORT,
});

/** By the headings of the page. */
export const settingsByProcess = {
  gateway: gatewaySettings,
  registry: registrySettings,
  billing: billingSettings,
  dispatch: dispatchSettings,
  settlement: settlementSettings,
  prepare: prepareSettings,
  'lnd-sim': simulatorSettings,
};
