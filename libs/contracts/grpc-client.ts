/**
 * The client of a service in other processes. It behaves like the one in the same process: see there. Each replica of the
 * service gets its share of the calls. Connections are made at the first call and again whenever they are lost; a call that
 * finds none waits a moment for one. A call that was lost with its replica is made again at another one where that does no
 * harm, within its deadline; otherwise it fails with `unavailable`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import { addMs, monotonicMs, systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { ServiceName, Services } from './callers.js';
import { definitionOf, healthDefinition } from './definitions.js';
import { maxMessageBytes, missingTrailer } from './grpc-server.js';
import { mayRepeat } from './repeatable.js';
import { deadlinePassed, fromTrailer } from './rpc-error.js';
import type { CallOptions } from './service.js';
import type { ServiceIdentity } from './service-identity.js';

export interface ConnectOptions {
  /** Of the caller. */
  readonly identity: ServiceIdentity;
  /** `host:port`, where each address that the name has is a replica; or the replicas themselves: `10.0.0.1:1,10.0.0.2:1`. */
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
  const target = address.includes(',') ? `ipv4:${address}` : `dns:${address}`;
  return new grpc.Client(target, credentials, {
    'grpc.ssl_target_name_override': name,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1_000,
    // A replica whose machine or network has gone says nothing: found before the deadline of a call to it has passed.
    'grpc.keepalive_time_ms': 5_000,
    'grpc.keepalive_timeout_ms': 5_000,
    'grpc.keepalive_permit_without_calls': 1,
    // The name is looked up again whenever a connection has ended: replicas come and go.
    'grpc.dns_min_time_between_resolutions_ms': 1_000,
    'grpc.service_config_disable_resolution': 1,
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
      return callReplicas(client, rpc, request, { deadlineMs, repeats: mayRepeat(name, method) }).catch(
        (thrown: grpc.ServiceError) => {
          throw asCallerSees(thrown, `${name}.${method}`, deadlineMs, (error) => options.onDefect(method, error));
        },
      );
    },
  ]);
  return { service: Object.fromEntries(methods) as Services[Name], ...healthOver(client) };
}

/** How long a call waits for a connection while there is none; a replica that restarts is back about then. */
const connectWithinMs = 1_000;
/** Before a call is made again. There is another replica, or the wait is for a connection. */
const repeatAfterMs = [10, 50, 200, 500];

async function callReplicas(
  client: grpc.Client,
  rpc: grpc.MethodDefinition<unknown, unknown>,
  request: unknown,
  { deadlineMs, repeats }: { readonly deadlineMs: number; readonly repeats: boolean },
): Promise<unknown> {
  const startMs = monotonicMs();
  const leftMs = () => startMs + deadlineMs - monotonicMs();
  const connectByMs = startMs + Math.min(connectWithinMs, deadlineMs);
  for (let tries = 0; ; tries += 1) {
    await connected(client, connectByMs - monotonicMs());
    try {
      return await call(client, rpc, request, leftMs());
    } catch (thrown) {
      const againMs = repeatAfterMs[tries];
      const again = repeats && againMs !== undefined && againMs < leftMs() && wasLost(thrown as grpc.ServiceError);
      if (!again) throw thrown;
      await pause(againMs);
    }
  }
}

/** Returns when there is a connection, or after that time. */
async function connected(client: grpc.Client, withinMs: number): Promise<void> {
  if (client.getChannel().getConnectivityState(true) === grpc.connectivityState.READY || withinMs <= 0) return;
  await new Promise<void>((resolve) => {
    // Without one in time the call itself says what is wrong.
    client.waitForReady(addMs(systemClock.now(), withinMs), () => resolve());
  });
}

/** Whether it failed on the way: no service of ours has said anything about it. */
function wasLost({ code, details, metadata }: grpc.ServiceError): boolean {
  if (metadata !== undefined && fromTrailer(metadata) !== undefined) return false;
  if (code === grpc.status.UNAVAILABLE || code === grpc.status.CANCELLED) return true;
  // What grpc-js says of some ends of a connection under a call.
  return code === grpc.status.INTERNAL && details.startsWith('Received RST_STREAM');
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
  if (wasLost(thrown)) {
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
