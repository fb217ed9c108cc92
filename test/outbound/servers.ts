/** Servers on loopback for tests of outbound calls, and clients that may call them. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket, Server as TcpServer } from 'node:net';
import { Outbound, type OutboundOptions, type OutboundRequest } from '#outbound/call';
import { type FailureReason, OutboundFailure } from '#outbound/failure';

const closers: (() => Promise<void>)[] = [];

/** Ends everything that was started since the last call, the newest first. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** Ends the newest thing that was started. */
export async function closeLast(): Promise<void> {
  await closers.pop()?.();
}

export async function listen(server: Server | TcpServer, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, host);
  await once(server, 'listening');
  closers.push(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

export function serve(listener: RequestListener, host?: string): Promise<number> {
  return listen(createServer(listener), host);
}

export async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export function outbound(options: OutboundOptions): Outbound {
  const client = new Outbound(options);
  closers.push(() => client.close());
  return client;
}

export function allowing(...ports: number[]): Outbound {
  return outbound({ allowedEndpoints: ports.map((port) => ({ host: '127.0.0.1', port })) });
}

export function request(url: string, over: Partial<OutboundRequest> = {}): OutboundRequest {
  const body = Buffer.from('{"a":1}');
  return {
    url,
    headers: { 'content-type': 'application/json' },
    body,
    timeoutMs: 5_000,
    maxResponseBytes: 10_000,
    ...over,
  };
}

export async function failureOf(call: Promise<unknown>): Promise<FailureReason> {
  try {
    await call;
  } catch (error) {
    if (error instanceof OutboundFailure) return error.reason;
    throw error;
  }
  throw new Error('the call succeeded');
}
