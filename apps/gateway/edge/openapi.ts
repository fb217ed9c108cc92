/**
 * The OpenAPI 3.1 document, made from the route table: what is written here is what is validated and answered.
 *
 * Schemas with a title become components. Errors of one status share a response, with an example for each of their codes.
 */
import type { TObject, TSchema } from 'typebox';
import { Problem } from '#contracts/http/problem';
import { TaskNotice } from '#contracts/http/webhook';
import { AppError, type ErrorCode, errorKind, errorTable } from '#kernel/errors';
import { replayWindowSeconds } from '../buying/redeem.js';
import type { Auth, Route, RouteResponse } from '../route.js';
import { csvType, isNegotiated, type RowList, rowListOf } from './list-reply.js';
import { problemBody, problemType } from './problem.js';

type Json = Record<string, unknown>;

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary: string;
    readonly description: string;
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly webhooks: Json;
  readonly components: { readonly schemas: Json; readonly securitySchemes: Json };
}

export interface DocumentOptions {
  readonly baseUrl: string;
  readonly version: string;
  readonly simulatedMoney: boolean;
}

export const simulatedMoneyNotice =
  'Simulated money: this instance runs on a simulated Lightning node. Nothing here costs or earns anything.';

const groups = [
  { name: 'Buying', description: 'By L402: ask, meet a 402, pay its invoice, ask the same again. No account needed.' },
  { name: 'Services', description: 'What is sold.' },
  { name: 'Selling', description: 'Listings, and results that come later.' },
  { name: 'Accounts', description: 'Sellers earn into one.' },
  { name: 'Administration', description: 'The books. With the admin token.' },
  { name: 'Server', description: 'About this server.' },
];

const description = [
  'A marketplace where bots sell delivered work to other bots, paid in millisatoshi over the Lightning Network.',
  'Money is always a decimal string of millisatoshi, in fields named `…Msat`; times are RFC 3339 in UTC; lists are paged by `cursor` and can be had as CSV (`Accept: text/csv`). Errors are problem documents (RFC 9457) with a stable `code`.',
].join('\n\n');

export function openApiDocument(routes: readonly Route[], options: DocumentOptions): OpenApiDocument {
  const components = new Components();
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    paths[route.path] = path;
    path[route.method.toLowerCase()] = operation(route, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Botbazaar',
      version: options.version,
      summary: 'Buy and sell work between bots, paid on delivery over Lightning.',
      description: options.simulatedMoney ? `**${simulatedMoneyNotice}**\n\n${description}` : description,
    },
    servers: [{ url: options.baseUrl }],
    tags: groups,
    paths,
    webhooks: { taskNotice: { post: taskNotice(components) } },
    components: { schemas: components.schemas, securitySchemes },
  };
}

/** What a buyer's webhook is sent. */
function taskNotice(components: Components): Json {
  const header = (name: string, text: string) => ({
    name,
    in: 'header',
    required: true,
    description: text,
    schema: { type: 'string' },
  });
  return {
    summary: "To a buyer's webhook: its task is over, or needs input",
    description:
      'Signed as Standard Webhooks says with the `webhookSecret` of the challenge. Sent until it is answered with 2xx, for a day; a redirect is not followed, and 410 disables the webhook.',
    parameters: [
      header('webhook-id', 'The same at every attempt.'),
      header('webhook-timestamp', 'Seconds since 1970.'),
      header('webhook-signature', '`v1,` and the base64 of HMAC-SHA256 over id, timestamp and body.'),
    ],
    requestBody: { required: true, content: { 'application/json': { schema: components.refer(TaskNotice) } } },
    responses: { '2XX': { description: 'It has arrived.' } },
  };
}

const securitySchemes = {
  account: { type: 'http', scheme: 'bearer', description: 'The credential of an account, from `POST /v1/accounts`.' },
  admin: { type: 'http', scheme: 'bearer', description: 'The admin token of this server.' },
  l402: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`L402 <macaroon>:<preimage>`: the macaroon of the challenge and the preimage of its payment.',
  },
  taskKey: { type: 'apiKey', in: 'header', name: 'Task-Key', description: 'The `taskKey` of a challenge: state only.' },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks: `v1,<base64 of HMAC-SHA256>` over id, timestamp and body.',
  },
} satisfies Json;

const securityOf: Readonly<Record<Auth['kind'], readonly Json[]>> = {
  none: [],
  account: [{ account: [] }],
  admin: [{ admin: [] }],
  payment: [{}, { l402: [] }],
  task: [{ l402: [] }, { taskKey: [] }],
  signature: [{ signature: [] }],
};

function operation(route: Route, components: Components): Json {
  return {
    operationId: route.name,
    tags: [route.group],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: securityOf[route.auth.kind],
    parameters: parametersOf(route, components),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: components.refer(route.body.schema) } },
          },
        }
      : {}),
    responses: responsesOf(route, components),
    ...(route.auth.kind === 'payment' ? { 'x-payment-info': paymentInfo } : {}),
  };
}

/** In the words of the two discovery conventions in use: `offers`, and `protocols` with `price`. */
const paymentInfo = {
  offers: [
    {
      intent: 'charge',
      method: 'lightning',
      amount: null,
      currency: 'msat',
      description: "The service's `priceMsat`, by a hold invoice that is settled on delivery and canceled on failure.",
    },
  ],
  protocols: ['l402'],
  price: { mode: 'dynamic', currency: 'msat' },
  replayWindowSeconds,
} as const;

function parametersOf(route: Route, components: Components): Json[] {
  return [
    ...schemaParameters(route.params, 'path', components),
    ...schemaParameters(route.query, 'query', components),
    ...(route.requestHeaders ?? [])
      // OpenAPI has Authorization in `security`; a parameter of that name is ignored by tools.
      .filter(({ name }) => name !== 'Authorization')
      .map(({ name, description: text }) => ({
        name,
        in: 'header',
        required: false,
        description: text,
        schema: { type: 'string' },
      })),
  ];
}

function schemaParameters(schema: TObject | undefined, place: 'path' | 'query', components: Components): Json[] {
  if (!schema) return [];
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (schema.required ?? []).includes(name),
    schema: components.refer(property),
  }));
}

/** Errors that follow from the form of a route. */
function formErrors(route: Route): ErrorCode[] {
  const codes: ErrorCode[] = [];
  if (route.auth.kind === 'account' || route.auth.kind === 'admin') codes.push('unauthenticated', 'forbidden');
  if (route.params) codes.push(route.unknownPath ?? 'not_found');
  if (isNegotiated(route)) codes.push('not_acceptable');
  if (route.query || route.auth.kind === 'payment') codes.push('invalid_request');
  if (route.body) codes.push('body_too_large');
  if (route.body && route.auth.kind !== 'signature') {
    codes.push('invalid_request', 'invalid_json', 'unsupported_media_type');
  }
  return [...codes, 'internal', 'unavailable', 'deadline_exceeded'];
}

/** All codes that the route can answer, each once. */
function errorsOf(route: Route): ErrorCode[] {
  return [...new Set([...formErrors(route), ...route.errors])];
}

function responsesOf(route: Route, components: Components): Json {
  const responses: Record<string, Json> = {};
  for (const [status, response] of Object.entries(route.responses)) {
    responses[status] = success(response, components, status === '200' ? rowListOf(route) : undefined);
  }
  const codes = errorsOf(route);
  for (const status of new Set(codes.map((code) => errorKind(code).status))) {
    responses[status] ??= errorResponse(
      codes.filter((code) => errorKind(code).status === status),
      components,
    );
  }
  return responses;
}

const pageHeaders = {
  Link: 'Where there is a further page: its address, with `rel="next"`.',
  'Next-Cursor': 'Where there is a further page: its `cursor`.',
};

function success(response: RouteResponse, components: Components, list: RowList | undefined): Json {
  const told = { ...response.headers, ...(list === undefined ? {} : pageHeaders) };
  const headers = Object.entries(told).map(([name, text]): [string, Json] => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  return {
    description: response.description,
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(response.schema === undefined
      ? {}
      : {
          content: {
            [response.contentType ?? 'application/json']: { schema: components.refer(response.schema) },
            ...(list === undefined ? {} : { [csvType]: { schema: csvSchema(list) } }),
          },
        }),
  };
}

function csvSchema({ table }: RowList): Json {
  const header = table.columns.map(({ name }) => name).join(',');
  return { type: 'string', description: `CSV (RFC 4180) with these columns: ${header}` };
}

function errorResponse(codes: readonly ErrorCode[], components: Components): Json {
  const waits = codes.some((code) => errorKind(code).retry);
  const examples = codes.map((code): [string, Json] => [
    code,
    { value: problemBody(new AppError(code, errorTable[code].title)) },
  ]);
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    ...(waits ? { headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } } } : {}),
    content: { [problemType]: { schema: components.refer(Problem), examples: Object.fromEntries(examples) } },
  };
}

/** Schemas as the document has them: plain JSON, those with a title once and by reference. */
class Components {
  readonly schemas: Json = {};

  refer(schema: TSchema): unknown {
    return this.convert(JSON.parse(JSON.stringify(schema)));
  }

  private convert(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((item) => this.convert(item));
    if (typeof node !== 'object' || node === null) return node;
    const members = Object.entries(node).map(([name, value]): [string, unknown] => [
      name,
      literalKeywords.has(name) ? value : this.convert(value),
    ]);
    const converted = Object.fromEntries(members);
    const { title } = converted;
    if (typeof title !== 'string' || !('type' in converted || 'anyOf' in converted)) return converted;
    this.schemas[title] ??= converted;
    return { $ref: `#/components/schemas/${title}` };
  }
}

/** Keywords whose values are data, not schemas. */
const literalKeywords: ReadonlySet<string> = new Set(['examples', 'const', 'enum', 'default', 'required', 'pattern']);
