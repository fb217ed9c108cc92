/**
 * LND over gRPC: one channel with the options that LND demands, the macaroon on every call, a deadline on every unary
 * call, and streams as async iterables.
 *
 * LND punishes pings faster than 5 s and pings without a stream, answers up to 200 MiB, and ends streams with status OK
 * when it shuts down, so the end of a stream never means that something is finished.
 */
import { existsSync, readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { addMs, monotonicMs, systemClock } from '#kernel/clock';
import type { InvoicesDefinition } from './generated/invoicesrpc/Invoices.js';
import type { LightningDefinition } from './generated/lnrpc/Lightning.js';
import type { StateDefinition } from './generated/lnrpc/State.js';
import type { RouterDefinition } from './generated/routerrpc/Router.js';
import { lndDefinitions } from './lnd-definitions.js';

export interface LndAddress {
  /** `host:port`; the host must be a name that the certificate has. */
  readonly address: string;
  readonly tlsCertFile: string;
  /** The name that the certificate has, where it is not the host of the address. */
  readonly tlsServerName?: string | undefined;
  /** Hex. Read again for every call, so that a rotated macaroon is used at once. */
  readonly macaroon: () => string;
  /** Sees every call that is sent, by its path; tests count what a task costs at the node with it. */
  readonly onCall?: ((path: string, kind: 'unary' | 'stream') => void) | undefined;
}

type Rpc<Request, Reply> = MethodDefinition<Request, object, object, Reply>;

export interface LndClient {
  readonly lightning: LightningDefinition;
  readonly invoices: InvoicesDefinition;
  readonly router: RouterDefinition;
  readonly state: StateDefinition;
  /** One unary call with a deadline and the macaroon; rejects with grpc-js' ServiceError. */
  unary<Request, Reply>(rpc: Rpc<Request, Reply>, request: Request, deadlineMs?: number): Promise<Reply>;
  /**
   * A server stream; the iteration ends when LND ends it, and throws grpc-js' ServiceError when it breaks. After `deadline` it is
   * not opened any more, and broken off.
   */
  stream<Request, Message>(
    rpc: Rpc<Request, Message>,
    request: Request,
    signal: AbortSignal,
    deadline?: Date,
  ): AsyncIterable<Message>;
  /** Whether the macaroon allows that method, asked by an empty request; false as well where the node has no such method. */
  isAllowed(path: string): Promise<boolean>;
  /** Ends the calls and streams that are under way, as canceled, and the connection. */
  close(): void;
}

const unaryDeadlineMs = 10_000;

const channelOptions: grpc.ClientOptions = {
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 0,
  'grpc.max_receive_message_length': 200 * 1024 * 1024,
  'grpc.max_send_message_length': 50 * 1024 * 1024,
  'grpc.initial_reconnect_backoff_ms': 500,
  'grpc.max_reconnect_backoff_ms': 15_000,
  // Two users of one node must not share a connection: a full stream of one would delay the other's settle call.
  'grpc.use_local_subchannel_pool': 1,
};

/** A handshake that takes longer will never end. */
const connectsWithinMs = 10_000;

/**
 * The connection to a node, made anew where the node has another certificate (lnd makes a new one when the old one expires), and where
 * an attempt to connect hangs: grpc-js waits without an end for a handshake that nobody answers.
 */
class Channel {
  client: grpc.Client;
  private certificate: Buffer;
  private openedAtMs = 0;

  constructor(private readonly target: LndAddress) {
    this.certificate = readFileSync(target.tlsCertFile);
    this.client = this.open();
  }

  /** A node that cannot be reached may be one whose certificate is no longer ours, or one to which we are connecting for ever. */
  failed({ code }: grpc.ServiceError): void {
    if (code !== grpc.status.UNAVAILABLE && code !== grpc.status.DEADLINE_EXCEEDED) return;
    if (!this.hasNewCertificate() && !this.hangs()) return;
    this.client.close();
    this.client = this.open();
  }

  private hasNewCertificate(): boolean {
    const { tlsCertFile } = this.target;
    // While the node replaces it there may be none, and the next failure looks again.
    if (!existsSync(tlsCertFile)) return false;
    const certificate = readFileSync(tlsCertFile);
    if (certificate.equals(this.certificate) || certificate.length === 0) return false;
    this.certificate = certificate;
    return true;
  }

  /** Each attempt of a new client has its time, whoever else loses patience meanwhile. */
  private hangs(): boolean {
    const connecting = this.client.getChannel().getConnectivityState(false) === grpc.connectivityState.CONNECTING;
    return connecting && monotonicMs() - this.openedAtMs > connectsWithinMs;
  }

  private open(): grpc.Client {
    this.openedAtMs = monotonicMs();
    const { address, tlsServerName } = this.target;
    const named = tlsServerName === undefined ? {} : { 'grpc.ssl_target_name_override': tlsServerName };
    return new grpc.Client(address, grpc.credentials.createSsl(this.certificate), { ...channelOptions, ...named });
  }
}

interface Cancelable {
  cancel(): void;
}

interface Ending {
  readonly streams: Set<Cancelable>;
  cancelAll(): void;
}

const endings = new WeakMap<AbortSignal, Ending>();

/**
 * Has the signal cancel the stream; what it returns undoes that. All streams of a signal have one listener, since an AbortSignal
 * goes through all that it has whenever one comes or leaves, and one signal ends thousands of streams.
 */
function cancelOn(signal: AbortSignal, stream: Cancelable): () => void {
  const { streams, cancelAll } = endings.get(signal) ?? listen(signal);
  streams.add(stream);
  return () => {
    streams.delete(stream);
    if (streams.size > 0) return;
    signal.removeEventListener('abort', cancelAll);
    endings.delete(signal);
  };
}

function listen(signal: AbortSignal): Ending {
  const streams = new Set<Cancelable>();
  const cancelAll = () => {
    for (const stream of streams) stream.cancel();
  };
  const ending = { streams, cancelAll };
  endings.set(signal, ending);
  signal.addEventListener('abort', cancelAll, { once: true });
  return ending;
}

export function connectLnd(target: LndAddress): LndClient {
  const definitions = lndDefinitions();
  const channel = new Channel(target);
  const underWay = new Set<Cancelable>();
  const metadata = () => {
    const made = new grpc.Metadata();
    made.set('macaroon', target.macaroon());
    return made;
  };
  return {
    lightning: definitions['lnrpc.Lightning'],
    invoices: definitions['invoicesrpc.Invoices'],
    router: definitions['routerrpc.Router'],
    state: definitions['lnrpc.State'],

    unary: (rpc, request, deadlineMs = unaryDeadlineMs) =>
      new Promise((resolve, reject) => {
        const options = { deadline: addMs(systemClock.now(), deadlineMs) };
        const { path, requestSerialize, responseDeserialize } = rpc;
        target.onCall?.(path, 'unary');
        const call = channel.client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadata(),
          options,
          (error, reply) => {
            underWay.delete(call);
            if (error) channel.failed(error);
            if (error || reply === undefined) reject(error ?? new Error('LND answered without a message'));
            else resolve(reply);
          },
        );
        underWay.add(call);
      }),

    async *stream(rpc, request, signal, deadline) {
      if (signal.aborted) return;
      const { path, requestSerialize, responseDeserialize } = rpc;
      target.onCall?.(path, 'stream');
      const options = deadline === undefined ? {} : { deadline };
      const call = channel.client.makeServerStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadata(),
        options,
      );
      underWay.add(call);
      const letGo = cancelOn(signal, call);
      try {
        for await (const message of call) yield message;
      } catch (error) {
        if (signal.aborted) return;
        channel.failed(error as grpc.ServiceError);
        throw error;
      } finally {
        letGo();
        underWay.delete(call);
        call.cancel();
      }
    },

    isAllowed: (path) =>
      new Promise((resolve, reject) => {
        const options = { deadline: addMs(systemClock.now(), unaryDeadlineMs) };
        const [serialize, deserialize] = [() => Buffer.alloc(0), (bytes: Buffer) => bytes];
        channel.client.makeUnaryRequest(path, serialize, deserialize, undefined, metadata(), options, (error) => {
          if (error === null || error === undefined) return resolve(true);
          const { code, details } = error;
          if (code === grpc.status.UNAVAILABLE || code === grpc.status.DEADLINE_EXCEEDED) return reject(error);
          resolve(code !== grpc.status.UNIMPLEMENTED && details !== 'permission denied');
        });
      }),

    close: () => {
      for (const call of underWay) call.cancel();
      channel.client.close();
    },
  };
}
