/**
 * What a list is answered in: JSON, or CSV for who accepts that more. One mechanism for every route whose response says which of
 * its members are the rows; the next page stands in headers as well, since CSV has no other place for it.
 */
import type { TObject, TSchema } from 'typebox';
import { AppError } from '#kernel/errors';
import type { EdgeReply, EdgeRequest, Route } from '../route.js';
import { bestOf } from './accept.js';
import { type Table, tableOf, writeCsv } from './csv.js';

export const csvType = 'text/csv';
const jsonType = 'application/json';

export interface RowList {
  /** The member of the answer that holds the items. */
  readonly rows: string;
  readonly table: Table;
}

/** The list that this route answers, if it is one. */
export function rowListOf({ name, responses }: Route): RowList | undefined {
  const { schema, rows } = responses[200] ?? {};
  if (rows === undefined) return undefined;
  const list = (schema as TObject | undefined)?.properties[rows] as { readonly items?: TSchema } | undefined;
  if (list?.items === undefined) throw new Error(`${name} answers no list "${rows}"`);
  return { rows, table: tableOf(list.items) };
}

/**
 * Reading that is not sold is answered in a form that the client takes, or 406. What was paid for comes in any case, and so do
 * the pages about the server.
 */
export function isNegotiated({ method, path, auth }: Route): boolean {
  return method === 'GET' && path.startsWith('/v1/') && ['none', 'account', 'admin'].includes(auth.kind);
}

/** Errors: `not_acceptable`. */
export function chooseType(route: Route, list: RowList | undefined, accept: string | undefined): string {
  if (!isNegotiated(route)) return jsonType;
  const offered = list === undefined ? [jsonType] : [jsonType, csvType];
  const type = bestOf(offered, accept);
  if (type !== undefined) return type;
  throw new AppError('not_acceptable', `this can be had as ${offered.join(' or ')}`);
}

export function listReply(reply: EdgeReply, list: RowList, type: string, request: EdgeRequest): EdgeReply {
  if (reply.status !== 200) return reply;
  const { nextCursor, [list.rows]: items } = reply.json as Readonly<Record<string, unknown>>;
  const headers = {
    ...reply.headers,
    vary: 'Accept',
    ...(typeof nextCursor === 'string' ? nextPage(request, nextCursor) : {}),
  };
  if (type !== csvType) return { ...reply, headers };
  const text = writeCsv(list.table, items as readonly unknown[]);
  return { status: 200, headers, text, contentType: `${csvType}; charset=utf-8; header=present` };
}

function nextPage({ path, rawQuery }: EdgeRequest, cursor: string): Readonly<Record<string, string>> {
  const query = new URLSearchParams(rawQuery);
  query.set('cursor', cursor);
  return { link: `<${path}?${query}>; rel="next"`, 'next-cursor': cursor };
}
