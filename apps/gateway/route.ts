/**
 * One entry of the route table. The same entry makes the Fastify route, its validation and its part of the OpenAPI
 * document, so that none of the three can say something else.
 */
import type { IncomingMessage } from 'node:http';
import type { Static, TObject, TSchema } from 'typebox';
import type { ErrorCode } from '#kernel/errors';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may call: `account` = Bearer credential that allows the action, `admin` = Bearer admin token, `payment` = L402 and
 * never 401, `task` = L402 or Task-Key, `signature` = signed by the seller's webhook secret.
 */
export type Auth =
  | { readonly kind: 'none' | 'admin' | 'payment' | 'task' | 'signature' }
  | { readonly kind: 'account'; readonly action: 'read' | 'sell' | 'payout' };

/** A request after parsing and validation. */
export interface EdgeRequest<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The account that presented its credential; empty on routes of another kind. */
  readonly accountId: string;
  readonly rawBody: Buffer;
  readonly method: string;
  /** As it stood in the request line, percent-encoding untouched, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  readonly raw: IncomingMessage;
}

/** What a handler answers. `json`, `text` and `stream` exclude each other; none of them = an empty body. */
export interface EdgeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** Read as fast as the client takes it, and ended when the client is gone. */
  readonly stream?: AsyncIterable<string>;
  /** Of the body; without it application/json or text/plain. */
  readonly contentType?: string;
}

/** A documented answer. */
export interface RouteResponse {
  readonly description: string;
  readonly schema?: TSchema;
  /** Of a list: the member of the schema that holds its items. It can be had as CSV then. */
  readonly rows?: string;
  /** application/json unless said otherwise. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RouteHeader {
  readonly name: string;
  readonly description: string;
}

export interface Route {
  readonly method: Method;
  /** With parameters as OpenAPI writes them: `/v1/services/{slug}`. */
  readonly path: string;
  /** Unique name of the operation. */
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  readonly description?: string;
  readonly auth: Auth;
  readonly params?: TObject;
  /** What to say about a path whose parameters cannot name anything; without it `not_found`. */
  readonly unknownPath?: ErrorCode;
  readonly query?: TObject;
  readonly requestHeaders?: readonly RouteHeader[];
  /** `raw`: the handler reads `rawBody` itself, the schema is only told in the document. */
  readonly body?: { readonly schema: TSchema; readonly maxBytes: number; readonly raw?: boolean };
  readonly responses: Readonly<Record<number, RouteResponse>>;
  /** Errors that this route's own work can meet; those of its form (auth, body, parameters) are added by themselves. */
  readonly errors: readonly ErrorCode[];
  handle(request: EdgeRequest): Promise<EdgeReply>;
}

type StaticOr<S, Otherwise> = S extends TSchema ? Static<S> : Otherwise;

interface TypedRoute<P extends TObject | undefined, Q extends TObject | undefined, B extends TSchema | undefined>
  extends Omit<Route, 'params' | 'query' | 'body' | 'handle'> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: { readonly schema: B; readonly maxBytes: number; readonly raw?: boolean };
  handle(request: EdgeRequest<StaticOr<P, unknown>, StaticOr<Q, unknown>, StaticOr<B, undefined>>): Promise<EdgeReply>;
}

/** Ties a handler's types to the schemas of its route; the edge validates with the same schemas before it calls. */
export function defineRoute<
  P extends TObject | undefined = undefined,
  Q extends TObject | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(route: TypedRoute<P, Q, B>): Route {
  return route as unknown as Route;
}
