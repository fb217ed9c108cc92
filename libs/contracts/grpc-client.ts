/**
 * The client of a service in another process. It behaves like the one in the same process: see there. The connection is
 * made at the first call and again whenever it is lost; a call that finds none fails with `unavailable`.
 */
import * as grpc from '@grpc/grpc-js';
import { addMs, systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { ServiceName, Services } from './callers.js';
import { definitionOf, healthDefinition } from './definitions.js';
import { maxMessageBytes, missingTrailer } from './grpc-server.js';
import { deadlinePassed, fromTrailer } from './rpc-error.js';
import type { CallOptions } from './service.js';
import type { ServiceIdentity } from './service-identity.js';

export interface ConnectOptions {
  /** Of the caller. */
  readonly identity: ServiceIdentity;
  /** `host:port`; each address that the name has gets its share of the calls. */
  readonly address: string;
  readonly deadlineMs: number;
  /** Sees every call: `openCharge`. */
  readonly onCall?: (method: string) => void;
  /** Gets failures that no service of ours has thrown. */
  readonly onDefect: (method: string, error: AppError) => void;
}

export interface Connected<S> extends Health {
  readonly service: S;
}

/** What a process says of itself by grpc.health.v1. */
export interface Health {
  /** What is missing for it to work; empty where nothing is. Asked over the connection that calls use. */
  missing(): Promise<readonly string[]>;
  close(): void;
}

/** Known by its certificate, whatever its address. */
function channelTo(
  name: ServiceName,
  { identity, address }: Pick<ConnectOptions, 'identity' | 'address'>,
): grpc.Client {
  const credentials = grpc.credentials.createSsl(
    Buffer.from(identity.peers[name]),
    Buffer.from(identity.keyPem),
    Buffer.from(identity.certPem),
  );
  return new grpc.Client(address, credentials, {
    'grpc.ssl_target_name_override': name,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 5_000,
    // Two connections of one process, as a test has them, must not share who they are.
    'grpc.use_local_subchannel_pool': 1,
  });
}

export function connect<Name extends keyof Services>(name: Name, options: ConnectOptions): Connected<Services[Name]> {
  const client = channelTo(name, options);
  const methods = Object.entries(definitionOf(name)).map(([method, rpc]) => [
    method,
    (request: unknown, { deadlineMs = options.deadlineMs }: CallOptions = {}) => {
      options.onCall?.(method);
      return call(client, rpc, request, deadlineMs).catch((thrown: grpc.ServiceError) => {
        throw asCallerSees(thrown, `${name}.${method}`, deadlineMs, (error) => options.onDefect(method, error));
      });
    },
  ]);
  return { service: Object.fromEntries(methods) as Services[Name], ...healthOver(client) };
}

function call(
  client: grpc.Client,
  { path, requestSerialize, responseDeserialize }: grpc.MethodDefinition<unknown, unknown>,
  request: unknown,
  deadlineMs: number,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      { deadline: addMs(systemClock.now(), deadlineMs) },
      (error, reply) => {
        if (error) reject(error);
        else resolve(reply);
      },
    );
  });
}

function asCallerSees(
  thrown: grpc.ServiceError,
  rpc: string,
  deadlineMs: number,
  onDefect: (error: AppError) => void,
): AppError {
  const told = thrown.metadata && fromTrailer(thrown.metadata);
  if (told) return told;
  if (thrown.code === grpc.status.DEADLINE_EXCEEDED) return deadlinePassed(rpc, deadlineMs);
  if (thrown.code === grpc.status.UNAVAILABLE || thrown.code === grpc.status.CANCELLED) {
    return new AppError('unavailable', `${rpc} cannot be reached right now`);
  }
  onDefect(new AppError('internal', `${rpc} failed outside of the service`, { cause: thrown }));
  return new AppError('internal', 'an unexpected failure; it has been logged');
}

/** Of a process that is not called for anything else. */
export function openHealth(name: ServiceName, options: Pick<ConnectOptions, 'identity' | 'address'>): Health {
  return healthOver(channelTo(name, options));
}

function healthOver(client: grpc.Client): Health {
  return { missing: () => askHealth(client), close: () => client.close() };
}

const healthDeadlineMs = 2_000;

function askHealth(client: grpc.Client): Promise<readonly string[]> {
  const { check } = healthDefinition();
  return new Promise((resolve) => {
    let missing: readonly string[] = [];
    if (check === undefined) return resolve(['the health protocol is not defined']);
    const asked = client.makeUnaryRequest(
      check.path,
      check.requestSerialize,
      check.responseDeserialize as (bytes: Buffer) => { status: string },
      { service: '' },
      { deadline: addMs(systemClock.now(), healthDeadlineMs) },
      (error, reply) => {
        // The trailer of an answer comes before it.
        setImmediate(() => {
          if (error) resolve(['it does not answer']);
          else if (reply?.status === 'SERVING') resolve([]);
          else resolve(missing.length > 0 ? missing : ['it is not ready']);
        });
      },
    );
    asked.on('status', ({ metadata }) => {
      const [told] = metadata.get(missingTrailer);
      if (Buffer.isBuffer(told)) missing = JSON.parse(told.toString('utf8')) as string[];
    });
  });
}
