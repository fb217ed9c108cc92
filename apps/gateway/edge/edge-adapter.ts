/**
 * Nest's Fastify adapter, with Fastify's own error and not-found handlers left to the edge: errors are problem documents
 * made from one table, also for requests that no route of Nest's ever sees.
 */
import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#kernel/errors';
import { corsHeaders } from './cors.js';
import { problemBody, problemType } from './problem.js';

/** What any body may have; routes take less. */
const bodyLimit = 1024 * 1024;
/** A request line with its parameters; the query counts with the headers. */
const maxParamLength = 200;
/** Long polls wait 30 s, so a silent connection lives a little longer. */
const connectionTimeout = 60_000;
const requestTimeout = 30_000;
const headersTimeout = 10_000;
const keepAliveTimeout = 30_000;
const maxConnections = 8_192;

export class EdgeAdapter extends FastifyAdapter {
  constructor(frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void) {
    super({
      logger: false,
      // Nothing here is Nest middleware.
      skipMiddie: true,
      multipart: false,
      trustProxy: false,
      bodyLimit,
      connectionTimeout,
      requestTimeout,
      keepAliveTimeout,
      forceCloseConnections: 'idle',
      return503OnClosing: false,
      http: { headersTimeout } satisfies ServerOptions,
      routerOptions: { maxParamLength, caseSensitive: true, ignoreTrailingSlash: false },
      frameworkErrors,
      clientErrorHandler: refuseMalformed,
    });
    const server: Server = this.getInstance().server;
    server.maxConnections = maxConnections;
    this.getInstance().addHook('preClose', closeUnused(server));
  }

  // The edge has set its own before Nest comes to this.
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance();
  }
}

/**
 * Closes what was opened ahead and never used, such as by a client that expects to ask again: Node takes such a connection
 * for a busy one, and a stop would wait for it until it times out.
 */
function closeUnused(server: Server): () => Promise<void> {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  return async () => {
    for (const socket of unused) socket.destroy();
  };
}

/** Bytes that are no HTTP request, or one whose headers are too large or too late. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemBody(new AppError('invalid_request', malformedText(error.code))));
  const head = [
    'HTTP/1.1 400 Bad Request',
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    ...Object.entries(corsHeaders).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function malformedText(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return 'the request line and its headers are too large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'the request did not arrive in time';
  return 'this is not an HTTP request';
}
