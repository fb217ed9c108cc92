/** A gateway on a free port over the fakes, and raw HTTP to talk to it. */
import { randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { GatewayConfig } from '#apps/gateway/gateway-config';
import { type GatewayDeps, type RunningGateway, start } from '#apps/gateway/start';
import type { Services } from '#contracts/callers';
import { inProcess } from '#contracts/in-process';
import { type Clock, systemClock } from '#kernel/clock';
import { createLogger } from '#observability/logger';
import { FakeDispatch } from './fake-dispatch.js';
import { FakeBilling, FakeRegistry } from './fakes.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Names and values as they came, in their order. */
  readonly rawHeaders: readonly string[];
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  readonly json: () => Record<string, unknown>;
}

export interface Send {
  readonly method?: string;
  /** Several values of one name are sent as several lines. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: unknown;
  /** Sent as it is, without a Content-Type. */
  readonly raw?: string | Buffer;
}

export interface GatewayUnderTest {
  readonly url: string;
  readonly registry: FakeRegistry;
  readonly billing: FakeBilling;
  readonly dispatch: FakeDispatch;
  readonly gateway: RunningGateway;
  readonly logs: string[];
  readonly tokenKeys: GatewayDeps['tokenKeys'];
  readonly missing: Map<string, string>;
  /** Seconds by which the gateway's clock is ahead. */
  ahead: number;
  send(path: string, options?: Send): Promise<Answer>;
  stop(): Promise<void>;
}

const adminToken = randomBytes(32);
const generous = { burst: 10_000, perSecond: 10_000 };

export async function startGateway(config: Partial<GatewayConfig> = {}): Promise<GatewayUnderTest> {
  const registry = new FakeRegistry();
  const billing = new FakeBilling();
  const dispatch = new FakeDispatch();
  const logs: string[] = [];
  const missing = new Map<string, string>();
  const keys = new Map([
    [1, randomBytes(32)],
    [2, randomBytes(32)],
  ]);
  const tokenKeys = { currentEpoch: 2, key: (epoch: number) => keys.get(epoch) };
  const clock: Clock = { now: () => new Date(systemClock.now().getTime() + test.ahead * 1000) };
  const logger = createLogger({
    level: 'debug',
    name: 'gateway',
    destination: { write: (line) => void logs.push(line) },
  });
  const client = <Name extends keyof Services>(name: Name, service: Services[Name]) =>
    inProcess<Services[Name]>(service, {
      name,
      caller: 'gateway',
      deadlineMs: 2_000,
      onDefect: (_, error) => logger.error({ err: error }, 'defect'),
    });
  const gateway = await start(
    {
      host: '127.0.0.1',
      port: 0,
      publicBaseUrl: undefined,
      trustedProxies: [],
      allowedEndpoints: [],
      limits: { requests: generous, challenges: generous },
      simulatedMoney: true,
      ...config,
    },
    {
      registry: client('registry', registry.service),
      billing: client('billing', billing.service),
      dispatch: client('dispatch', dispatch.service),
      clock,
      logger,
      tokenKeys,
      adminToken,
      health: [{ name: 'database', check: async () => missing.get('database') }],
    },
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const test: GatewayUnderTest = {
    registry,
    billing,
    dispatch,
    gateway,
    logs,
    tokenKeys,
    missing,
    ahead: 0,
    url: gateway.url,
    send: (path, options) => send(gateway.url, agent, path, options),
    async stop() {
      agent.destroy();
      await gateway.stop();
      dispatch.stop();
    },
  };
  return test;
}

function send(base: string, agent: Agent, path: string, options: Send = {}): Promise<Answer> {
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const headers: Record<string, string | string[]> = { ...options.headers };
  if (options.body !== undefined && headers['content-type'] === undefined) headers['content-type'] = 'application/json';
  if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { agent, host: hostname, port, path, method: options.method ?? (body === undefined ? 'GET' : 'POST'), headers },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            rawHeaders: incoming.rawHeaders,
            text,
            json: () => JSON.parse(text) as Record<string, unknown>,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export const admin = { authorization: `Bearer ${adminToken.toString('hex')}` };

/** Buys up to the payment: the challenge with the credential that its payer will have. */
export async function challenge(
  test: GatewayUnderTest,
  path = '/v1/services/echo/tasks',
  options: Send = { body: { input: { text: 'hello' } } },
): Promise<{
  answer: Answer;
  body: Record<string, string>;
  taskId: string;
  authorization: string;
  paymentHash: Buffer;
}> {
  const answer = await test.send(path, options);
  if (answer.status !== 402) throw new Error(`expected a challenge, got ${answer.status}: ${answer.text}`);
  const body = answer.json() as Record<string, string>;
  const taskId = String(body.taskId);
  return {
    answer,
    body,
    taskId,
    authorization: `L402 ${body.macaroon}:${test.billing.preimage(taskId)}`,
    paymentHash: Buffer.from(String(body.paymentHash), 'hex'),
  };
}

/** What settlement and dispatch do once the money is there and the work is done. */
export function deliver(
  test: GatewayUnderTest,
  taskId: string,
  paymentHash: Buffer,
  output: unknown = { echo: 'hello' },
): void {
  test.billing.setState(taskId, 'SETTLED');
  const outputJson = JSON.stringify(output);
  const finishedAtMs = String(Date.now());
  test.dispatch.change(taskId, { state: 'DELIVERED', outputJson, finishedAtMs, attempts: 1 }, paymentHash);
}
