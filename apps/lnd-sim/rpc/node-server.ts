/**
 * The gRPC server of one node. Every call passes the same gates in lnd's order (frozen, wallet state, macaroon, armed
 * faults), is executed, and is answered when what it decided on is durable.
 *
 * The server owns its sockets, so that it can drop them as a killed process would: clients then see 14 UNAVAILABLE, not
 * the polite end of a shutdown.
 */
import { type AddressInfo, createServer, type Socket, type Server as SocketServer } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import type { Logger } from '#observability/logger';
import type { TlsIdentity } from '../auth/certificate.js';
import type { MacaroonAuthority } from '../auth/macaroon-authority.js';
import { LndError, unknown } from '../core/lnd-error.js';
import type { Realm } from '../node/realm.js';
import type { SimNode, WalletState } from '../node/sim-node.js';
import type { Sink } from '../node/sink.js';
import { type AnyService, definitionOf, type Streaming, type Unary } from './service.js';

export interface NodeServerParts {
  readonly realm: Realm;
  readonly node: SimNode;
  readonly authority: MacaroonAuthority;
  readonly tls: TlsIdentity;
}

const options = {
  'grpc.max_receive_message_length': 200 * 1024 * 1024,
  'grpc.max_send_message_length': -1,
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
};

/** How long a node that stops lets its calls finish. */
const farewellMs = 300;

const gatedTexts: Partial<Record<WalletState, string>> = {
  NON_EXISTING: 'wallet not created, create one to enable full RPC access',
  LOCKED: 'wallet locked, unlock it to enable full RPC access',
  UNLOCKED: 'the RPC server is in the process of starting up, but not yet ready to accept calls',
  WAITING_TO_START: 'waiting to start, RPC services not available',
};

interface OpenStream {
  readonly service: string;
  readonly method: string;
  readonly sink: Sink<unknown>;
}

export class NodeServer {
  private grpcServer: grpc.Server | undefined;
  private listeners: SocketServer[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly streams = new Set<OpenStream>();

  constructor(
    private readonly parts: NodeServerParts,
    private readonly services: Readonly<Record<string, AnyService>>,
    private readonly logger: Logger | undefined,
  ) {}

  /** Serves on that address, absent: on both loopback ones; port 0 takes a free one. Returns the port. */
  async listen(port: number, host?: string): Promise<number> {
    const server = new grpc.Server(options);
    for (const [name, service] of Object.entries(this.services)) {
      const definition = definitionOf(name);
      server.addService(definition, this.handlers(name, service, definition));
    }
    const { certPem, keyPem } = this.parts.tls;
    // Clients show no certificates, so the roots are not used; without any, Node would read all of its own.
    const credentials = grpc.ServerCredentials.createSsl(certPem, [{ cert_chain: certPem, private_key: keyPem }]);
    const injector = server.createConnectionInjector(credentials);
    const accept = (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      // A client that resets its connection is its own affair.
      socket.on('error', () => socket.destroy());
      injector.injectConnection(socket);
    };
    const bound = await this.bind(host ?? '127.0.0.1', port, accept);
    this.grpcServer = server;
    if (host !== undefined) return bound;
    // A machine without IPv6 serves on one address, as lnd would.
    await this.bind('::1', bound, accept).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') throw error;
    });
    return bound;
  }

  /** SIGTERM: invoice streams end with OK, router streams with an error, the rest with the connection. */
  async shutDown(): Promise<void> {
    const closed = this.stopListening();
    for (const { service, sink } of [...this.streams]) {
      if (service === 'routerrpc.Router') sink.fail(unknown('routerrpc server shutting down'));
      else if (service !== 'lnrpc.State') sink.end();
    }
    // What was said must leave before the connections do; calls that have no end are not waited for.
    const server = this.grpcServer;
    if (server !== undefined) {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((resolve) => {
        timer = setTimeout(resolve, farewellMs);
      });
      await Promise.race([patience, new Promise((resolve) => server.tryShutdown(resolve))]);
      clearTimeout(timer);
    }
    await this.drop();
    await closed;
  }

  /** SIGKILL: the connections are gone. */
  async drop(): Promise<void> {
    const closed = this.stopListening();
    for (const socket of this.sockets) socket.destroy();
    await closed;
    this.grpcServer?.forceShutdown();
    this.grpcServer = undefined;
    this.streams.clear();
  }

  /** Ends open streams while the node stays up; `method` without its service, absent: all. */
  endStreams(method: string | undefined, error: LndError | undefined): number {
    const meant = [...this.streams].filter((stream) => method === undefined || stream.method === method);
    for (const { sink } of meant) {
      if (error === undefined) sink.end();
      else sink.fail(error);
    }
    return meant.length;
  }

  /** Resolves when every connection is gone too. */
  private async stopListening(): Promise<void> {
    const closed = this.listeners.map((listener) => new Promise((resolve) => listener.close(resolve)));
    this.listeners = [];
    await Promise.all(closed);
  }

  private async bind(host: string, port: number, accept: (socket: Socket) => void): Promise<number> {
    const listener = createServer({ noDelay: true }, accept);
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, host, resolve);
    });
    this.listeners.push(listener);
    return (listener.address() as AddressInfo).port;
  }

  private handlers(name: string, service: AnyService, definition: grpc.ServiceDefinition) {
    const handlers: grpc.UntypedServiceImplementation = {};
    for (const [method, rpc] of Object.entries(service)) {
      const path = definition[method]?.path ?? '';
      if ('answer' in rpc) handlers[method] = this.unaryHandler(path, method, rpc);
      else handlers[method] = this.streamHandler(name, path, method, rpc);
    }
    return handlers;
  }

  private unaryHandler(
    path: string,
    method: string,
    rpc: Unary<never, unknown>,
  ): grpc.handleUnaryCall<unknown, unknown> {
    return (call, callback) => {
      const run = async () => {
        await this.admit(path, method, call.metadata);
        const reply = await rpc.answer(call.request as never);
        await this.parts.realm.store.durable();
        if (await this.replyGetsLost(method)) return;
        callback(null, reply);
      };
      run().catch((error) => callback(statusOf(this.lndError(error, path))));
    };
  }

  private streamHandler(
    service: string,
    path: string,
    method: string,
    rpc: Streaming<never, unknown>,
  ): grpc.handleServerStreamingCall<unknown, unknown> {
    return (call) => {
      const sink = sinkOf(call);
      const stream = { service, method, sink };
      let leave: () => void = () => undefined;
      const left = () => {
        if (this.streams.delete(stream)) leave();
      };
      call.once('cancelled', left);
      call.once('finish', left);
      const run = async () => {
        await this.admit(path, method, call.metadata);
        if (call.cancelled) return;
        this.streams.add(stream);
        // A fault of the reply: what the call does happens, what it says waits or does not arrive.
        const gate = new Gate(sink);
        leave = rpc.open(call.request as never, gate);
        if (!(await this.replyGetsLost(method))) gate.open();
      };
      run().catch((error) => sink.fail(this.lndError(error, path)));
    };
  }

  private async admit(path: string, method: string, metadata: grpc.Metadata): Promise<void> {
    const { node, realm, authority } = this.parts;
    await node.thawed();
    if (!path.startsWith('/lnrpc.State/')) {
      const gated = gatedTexts[node.settings.walletState];
      if (gated !== undefined) throw unknown(gated);
      authority.check(path, metadata.get('macaroon').map(String), realm.clock.now());
    }
    const delayed = realm.faults.take(node.name, 'delay_request', method);
    if (delayed !== undefined) await new Promise((resolve) => setTimeout(resolve, delayed.ms ?? 0));
    const failed = realm.faults.take(node.name, 'fail_request', method);
    if (failed !== undefined) throw new LndError(failed.code ?? 2, failed.details ?? 'injected failure');
  }

  /** Applies the faults of replies; true where the answer never leaves. */
  private async replyGetsLost(method: string): Promise<boolean> {
    const { node, realm } = this.parts;
    const late = realm.faults.take(node.name, 'delay_reply', method);
    if (late !== undefined) await new Promise((resolve) => setTimeout(resolve, late.ms ?? 0));
    const lost = realm.faults.take(node.name, 'drop_reply', method);
    if (lost?.code !== undefined) throw new LndError(lost.code, lost.details ?? 'injected failure');
    return lost !== undefined;
  }

  private lndError(error: unknown, path: string): LndError {
    if (error instanceof LndError) return error;
    this.logger?.error({ err: error, path }, 'a call failed inside the simulator');
    return new LndError(grpc.status.INTERNAL, 'internal server error');
  }
}

/** Keeps what is sent until it is opened. */
class Gate implements Sink<unknown> {
  private held: (() => void)[] | undefined = [];

  constructor(private readonly sink: Sink<unknown>) {}

  open(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const pass of held) pass();
  }

  send(message: unknown): void {
    this.pass(() => this.sink.send(message));
  }

  end(): void {
    this.pass(() => this.sink.end());
  }

  fail(error: LndError): void {
    this.pass(() => this.sink.fail(error));
  }

  private pass(step: () => void): void {
    if (this.held === undefined) step();
    else this.held.push(step);
  }
}

/** Messages to a client that is gone are dropped, as a closed connection would. */
function sinkOf(call: grpc.ServerWritableStream<unknown, unknown>): Sink<unknown> {
  let ended = false;
  const once = (finish: () => void) => {
    if (ended || call.cancelled) return;
    ended = true;
    finish();
  };
  return {
    send: (message) => {
      if (!ended && !call.cancelled) call.write(message);
    },
    // lnd ends a stream without a word, where grpc-js would say 'OK'.
    end: () => once(() => call.emit('error', { code: grpc.status.OK, details: '' })),
    fail: (error) => once(() => call.emit('error', statusOf(error))),
  };
}

function statusOf({ code, details }: LndError): Error & { code: number; details: string } {
  return Object.assign(new Error(details), { code, details });
}
