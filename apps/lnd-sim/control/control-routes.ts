import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Static, type TSchema, Type } from 'typebox';
import { AppError } from '#kernel/errors';
import type { FaultKind } from '../node/faults.js';
import { faultKinds } from '../node/faults.js';
import type { Simulator } from '../simulator.js';

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
  readonly run: (body: unknown, ...parameters: string[]) => unknown;
}

const strict = { additionalProperties: false };
const literals = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });

const Blocks = Type.Object({ count: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) }, strict);
const Balance = Type.Object({ node: Type.String(), msat: Type.String({ pattern: '^[0-9]{1,19}$' }) }, strict);
const Streams = Type.Object({ how: literals(['end', 'kill']), method: Type.Optional(Type.String()) }, strict);
const Restart = Type.Object(
  { how: Type.Optional(literals(['term', 'kill'])), downMs: Type.Optional(Type.Integer({ minimum: 0 })) },
  strict,
);
const Stop = Type.Object({ how: Type.Optional(literals(['term', 'kill'])) }, strict);
const Settings = Type.Object(
  {
    nativeSql: Type.Optional(Type.Boolean()),
    storeFinalResolutions: Type.Optional(Type.Boolean()),
    syncedToChain: Type.Optional(Type.Boolean()),
    walletState: Type.Optional(
      literals(['NON_EXISTING', 'LOCKED', 'UNLOCKED', 'RPC_ACTIVE', 'SERVER_ACTIVE', 'WAITING_TO_START']),
    ),
  },
  strict,
);
const Fault = Type.Object(
  {
    node: literals(['market', 'second', 'buyer', 'seller']),
    kind: literals(Object.keys(faultKinds) as FaultKind[]),
    method: Type.Optional(Type.String()),
    stream: Type.Optional(literals(['SubscribeInvoices', 'SubscribeSingleInvoice', 'Payments'])),
    ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 600_000 })),
    code: Type.Optional(Type.Integer({ minimum: 1, maximum: 16 })),
    details: Type.Optional(Type.String()),
    permille: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  },
  strict,
);
const Nothing = Type.Object({}, strict);

const ajv = new Ajv2020({ allErrors: true, validateSchema: false });

export function controlRoutes(simulator: Simulator): readonly ControlRoute[] {
  const { faults } = simulator;
  return [
    route('GET', '/wallets', Nothing, () => simulator.wallets()),
    route('GET', '/channels', Nothing, () => ({ channels: simulator.channels() })),
    route('POST', '/channels/([0-9]+)/balance', Balance, ({ node, msat }, id = '') =>
      simulator.setBalance(id, node, BigInt(msat)),
    ),
    route('GET', '/blocks', Nothing, () => ({ height: simulator.height })),
    route('POST', '/blocks', Blocks, ({ count }) => ({ height: simulator.mine(count ?? 1) })),
    route('GET', '/faults', Nothing, () => ({ faults: faults.list() })),
    route('POST', '/faults', Fault, (order) => faults.arm(order)),
    route('DELETE', '/faults/([0-9]+)', Nothing, (_body, id) => ({ disarmed: faults.disarm(Number(id)) })),
    ...nodeRoutes(simulator),
  ];
}

function nodeRoutes(simulator: Simulator): ControlRoute[] {
  return [
    route('GET', '/nodes', Nothing, () => ({
      nodes: simulator.all().map(({ node, port }) => ({
        name: node.name,
        pubkey: node.identity.pubkey,
        grpc: `localhost:${port}`,
        condition: node.condition,
        settings: node.settings,
      })),
    })),
    route('POST', '/nodes/([a-z]+)/settings', Settings, (settings, name = '') => simulator.configure(name, settings)),
    route('POST', '/nodes/([a-z]+)/freeze', Nothing, (_body, name = '') => simulator.freeze(name)),
    route('POST', '/nodes/([a-z]+)/thaw', Nothing, (_body, name = '') => simulator.thaw(name)),
    route('POST', '/nodes/([a-z]+)/stop', Stop, ({ how }, name = '') => simulator.stopNode(name, how ?? 'term')),
    route('POST', '/nodes/([a-z]+)/start', Nothing, (_body, name = '') => simulator.startNode(name)),
    route('POST', '/nodes/([a-z]+)/restart', Restart, async ({ how, downMs }, name = '') => {
      await simulator.stopNode(name, how ?? 'term');
      await new Promise((resolve) => setTimeout(resolve, downMs ?? 0));
      await simulator.startNode(name);
    }),
    route('POST', '/nodes/([a-z]+)/streams', Streams, ({ how, method }, name = '') => ({
      ended: simulator.endStreams(name, how, method),
    })),
  ];
}

function route<Schema extends TSchema>(
  method: ControlRoute['method'],
  path: string,
  schema: Schema,
  run: (body: Static<Schema>, ...parameters: string[]) => unknown,
): ControlRoute {
  const check = ajv.compile(schema);
  return {
    method,
    path: new RegExp(`^${path}$`),
    run: (body, ...parameters) => {
      if (!check(body)) throw new AppError('invalid_request', ajv.errorsText(check.errors, { dataVar: 'body' }));
      return run(body as Static<Schema>, ...parameters);
    },
  };
}
