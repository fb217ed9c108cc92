/**
 * The route table on Fastify: who calls, what is asked, what is answered. Nothing else is between a socket and a handler;
 * guards, pipes and interceptors of Nest are not used.
 */
import { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, asAppError, errorKind } from '#kernel/errors';
import type { Logger } from '#observability/logger';
import { type AuditDeps, audited } from '../admin/audit.js';
import type { EdgeReply, EdgeRequest, Route } from '../route.js';
import { authenticate } from './authenticate.js';
import { corsHeaders, preflightHeaders } from './cors.js';
import { chooseType, listReply, rowListOf } from './list-reply.js';
import { problemReply } from './problem.js';
import { bodyReader, type Check, compileParameters, readQuery, refuse } from './validation.js';

/** What waits for a client that reads slowly; its source waits as well. */
const streamedBytes = 16 * 1024;

/** The admin token is the secret itself; it is presented in hex. */
export type EdgeDeps = AuditDeps;

export function mountRoutes(server: FastifyInstance, routes: readonly Route[], deps: EdgeDeps): void {
  // Bodies stay bytes: their digest is what a credential is bound to.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(corsHeaders);
    reply.header('x-content-type-options', 'nosniff');
    if (request.method === 'OPTIONS') {
      const allow = allowedMethods(routes, pathOf(request));
      await reply
        .code(204)
        .headers({ ...preflightHeaders, ...(allow === '' ? {} : { allow }) })
        .send();
    }
  });
  server.setErrorHandler((error, request, reply) => send(reply, failure(deps.logger, request, error)));
  server.setNotFoundHandler((request, reply) => send(reply, unknownPath(routes, pathOf(request))));
  for (const route of routes) {
    const serve = handlerOf(route, deps);
    server.route({
      method: route.method,
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      exposeHeadRoute: !routes.some((other) => other.method === 'HEAD' && other.path === route.path),
      handler: async (request, reply) => send(reply, await serve(request)),
    });
  }
}

/** Errors that Fastify meets before a route is known: a malformed URL, or an over-long parameter. */
export function frameworkError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(corsHeaders);
  const notFound = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  const answer = notFound
    ? new AppError('not_found', 'there is nothing at this path')
    : new AppError('invalid_request', 'the path of the request is malformed');
  send(reply, problemReply(answer));
}

function handlerOf(route: Route, deps: EdgeDeps): (request: FastifyRequest) => Promise<EdgeReply> {
  const checkParams = route.params && compileParameters(route.params);
  const checkQuery = route.query && compileParameters(route.query);
  const readBody = route.body && !route.body.raw ? bodyReader(route.body.schema, route.body.maxBytes) : undefined;
  const list = rowListOf(route);
  const handle = audited(route, deps);
  return async (request) => {
    const accountId = await authenticate(request.raw, route.auth, deps);
    const params = { ...(request.params as Record<string, unknown>) };
    if (checkParams && checkParams(params).length > 0) {
      throw new AppError(route.unknownPath ?? 'not_found', 'there is nothing at this path');
    }
    const edge: EdgeRequest = {
      params,
      query: queryOf(request, checkQuery),
      body: undefined,
      accountId,
      rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      method: request.method,
      path: pathOf(request),
      rawQuery: rawQueryOf(request),
      raw: request.raw,
    };
    const type = chooseType(route, list, request.raw.headers.accept);
    const reply = await handle(readBody ? { ...edge, body: readBody(edge) } : edge);
    return list === undefined ? reply : listReply(reply, list, type, edge);
  };
}

function queryOf(request: FastifyRequest, check: Check | undefined): unknown {
  if (!check) return undefined;
  const query = readQuery(rawQueryOf(request));
  const fields = check(query).map(({ path, message }) => ({ path: path.replace(/^\//, ''), message }));
  if (fields.length > 0) refuse('invalid_request', 'a parameter is not accepted', fields);
  return query;
}

function pathOf(request: FastifyRequest): string {
  return request.raw.url?.split('?', 1)[0] ?? '';
}

function rawQueryOf(request: FastifyRequest): string {
  const url = request.raw.url ?? '';
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

function send(reply: FastifyReply, answer: EdgeReply): FastifyReply {
  reply.code(answer.status).headers(answer.headers ?? {});
  if (answer.json !== undefined) {
    // As a buffer, since Fastify adds a charset to JSON texts and names of types are told exactly.
    reply.header('content-type', answer.contentType ?? 'application/json');
    return reply.send(Buffer.from(JSON.stringify(answer.json)));
  }
  if (answer.text !== undefined) {
    reply.header('content-type', answer.contentType ?? 'text/plain; charset=utf-8');
    return reply.send(Buffer.from(answer.text));
  }
  if (answer.stream !== undefined) {
    reply.header('content-type', answer.contentType ?? 'text/plain; charset=utf-8');
    return reply.send(Readable.from(answer.stream, { objectMode: false, highWaterMark: streamedBytes }));
  }
  return reply.send();
}

/** A thrown thing as an answer. What was not thrown on purpose is logged and says nothing of itself. */
function failure(logger: Logger, request: FastifyRequest, thrown: unknown): EdgeReply {
  const error = thrown instanceof AppError ? thrown : (fastifyError(thrown) ?? asAppError(thrown));
  const { status } = errorKind(error.code);
  if (status >= 500) {
    const fields = { method: request.method, route: request.routeOptions.url, code: error.code };
    if (error.code === 'internal') logger.error({ ...fields, err: error.cause ?? error }, 'request failed');
    else logger.warn(fields, 'request could not be served');
  }
  if (error.code === 'internal')
    return problemReply(new AppError('internal', 'an unexpected failure; it has been logged'));
  return problemReply(error);
}

function fastifyError(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return undefined;
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new AppError('body_too_large', 'the body is larger than any route takes');
  }
  if (thrown.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new AppError('unsupported_media_type', 'send Content-Type: application/json');
  }
  const status = 'statusCode' in thrown ? Number(thrown.statusCode) : 500;
  if (!thrown.code.startsWith('FST_') || status >= 500) return undefined;
  return new AppError('invalid_request', 'the request is malformed');
}

function unknownPath(routes: readonly Route[], path: string): EdgeReply {
  const allow = allowedMethods(routes, path);
  if (allow === '') return problemReply(new AppError('not_found', 'there is nothing at this path'));
  return problemReply(new AppError('method_not_allowed', `this path takes ${allow}`), { allow });
}

/** Of a path that some route has, as `Allow` lists them; empty for an unknown path. */
function allowedMethods(routes: readonly Route[], path: string): string {
  const segments = path.split('/');
  const methods = new Set<string>();
  for (const route of routes) {
    const pattern = route.path.split('/');
    const fits =
      pattern.length === segments.length &&
      pattern.every((part, at) => (part.startsWith('{') ? segments[at] !== '' : part === segments[at]));
    if (!fits) continue;
    methods.add(route.method);
    if (route.method === 'GET') methods.add('HEAD');
  }
  return methods.size === 0 ? '' : [...methods, 'OPTIONS'].join(', ');
}
