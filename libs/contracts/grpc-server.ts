/**
 * A service over gRPC: whoever calls proves its name by its certificate, is held to the table of callers, and meets the same
 * copies and errors as in one process. Beside it runs grpc.health.v1; reflection there is none.
 */
import type { ServerHttp2Stream } from 'node:http2';
import * as grpc from '@grpc/grpc-js';
import { AppError, asAppError } from '#kernel/errors';
import { mayCall, type ServiceName, type Services } from './callers.js';
import { definitionOf, healthDefinition } from './definitions.js';
import { callerRefused, toStatus } from './rpc-error.js';
import { fingerprints, type ServiceIdentity } from './service-identity.js';

export interface ServeOptions {
  readonly identity: ServiceIdentity;
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly services: Partial<Services>;
  /** What is missing for this process to do its work, a line each; empty where nothing is. */
  readonly missing: () => Promise<readonly string[]>;
  /** Gets failures that were not thrown on purpose, with their cause: `billing.openCharge`. */
  readonly onDefect: (rpc: string, error: AppError) => void;
  /** Instead of a minute. */
  readonly connectionAgeMs?: number;
}

export interface RpcServer {
  readonly port: number;
  /** Takes no more calls and waits for those that run, at most that long. */
  stop(graceMs: number): Promise<void>;
}

/** Far above what any route lets through; what is larger is refused before it is read. */
export const maxMessageBytes = 32 * 1024 * 1024;

/** Then a caller connects anew, which is when it learns of replicas that have come; calls that run go on. */
const connectionAgeMs = 60_000;

export async function serve(options: ServeOptions): Promise<RpcServer> {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.max_connection_age_ms': options.connectionAgeMs ?? connectionAgeMs,
  });
  const callerOf = callers(options.identity);
  for (const name of Object.keys(options.services) as (keyof Services)[]) {
    server.addService(definitionOf(name), handlersOf(name, options, callerOf));
  }
  server.addService(healthDefinition(), { check: healthHandler(options) });

  const { keyPem, certPem, peers } = options.identity;
  const credentials = grpc.ServerCredentials.createSsl(
    Buffer.from(Object.values(peers).join('\n')),
    [{ private_key: Buffer.from(keyPem), cert_chain: Buffer.from(certPem) }],
    true,
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${options.host}:${options.port}`, credentials, (error, bound) => {
      if (error)
        reject(new AppError('unavailable', `cannot listen on ${options.host}:${options.port}`, { cause: error }));
      else resolve(bound);
    });
  });
  return { port, stop: (graceMs) => stop(server, graceMs) };
}

type Call = grpc.ServerUnaryCall<unknown, unknown>;
type Handler = grpc.handleUnaryCall<unknown, unknown>;

/**
 * Who calls, by the certificate of the connection. Reading that took a third of what a call costs its server, so it is read
 * once for each connection, whose certificate never changes. Where grpc-js does not show the connection it is read each time.
 */
function callers(identity: ServiceIdentity): (call: Call) => ServiceName | undefined {
  const names = fingerprints(identity);
  const known = new WeakMap<object, ServiceName>();
  return (call) => {
    const connection = connectionOf(call);
    const before = connection && known.get(connection);
    if (before) return before;
    const { sslPeerCertificate } = call.getAuthContext();
    const name = sslPeerCertificate && names.get(sslPeerCertificate.fingerprint256);
    if (connection && name) known.set(connection, name);
    return name;
  };
}

/** The HTTP/2 session of a call; grpc-js has it, but tells only the address, which another process may have a moment later. */
function connectionOf({
  call,
}: { readonly call?: { readonly stream?: ServerHttp2Stream } } & object): object | undefined {
  return call?.stream?.session;
}

function handlersOf(
  name: keyof Services,
  { services, onDefect }: ServeOptions,
  callerOf: (call: Call) => ServiceName | undefined,
): grpc.UntypedServiceImplementation {
  const service = services[name] as unknown as Readonly<Record<string, (request: unknown) => Promise<unknown>>>;
  const handler = (method: string): Handler => {
    const rpc = `${name}.${method}`;
    const answer = async (call: Call) => {
      const caller = callerOf(call);
      if (caller === undefined) throw new AppError('unauthenticated', 'the certificate belongs to no service');
      if (!mayCall(caller, name, method)) throw callerRefused(rpc, caller);
      return await service[method]?.(call.request);
    };
    return (call, callback) => {
      answer(call).then(
        (reply) => callback(null, reply),
        (thrown: unknown) => {
          const error = asAppError(thrown);
          if (error.code === 'internal') onDefect(rpc, error);
          callback(toStatus(error));
        },
      );
    };
  };
  return Object.fromEntries(Object.keys(definitionOf(name)).map((method) => [method, handler(method)]));
}

/** Trailer of a health answer: what is missing, as a JSON list of lines. */
export const missingTrailer = 'botbazaar-missing-bin';

function healthHandler({ missing, services }: ServeOptions): grpc.handleUnaryCall<{ service: string }, unknown> {
  const known = new Set(['', ...Object.keys(services).map((name) => definitionPath(name as keyof Services))]);
  return ({ request }, callback) => {
    if (!known.has(request.service)) {
      callback({ code: grpc.status.NOT_FOUND, details: 'no such service runs here' });
      return;
    }
    missing().then(
      (lines) => {
        const metadata = new grpc.Metadata();
        if (lines.length > 0) metadata.set(missingTrailer, Buffer.from(JSON.stringify(lines)));
        callback(null, { status: lines.length === 0 ? 'SERVING' : 'NOT_SERVING' }, metadata);
      },
      () => callback(null, { status: 'NOT_SERVING' }),
    );
  };
}

/** `botbazaar.billing.v1.Billing` */
function definitionPath(name: keyof Services): string {
  return Object.values(definitionOf(name))[0]?.path.split('/')[1] ?? '';
}

async function stop(server: grpc.Server, graceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
