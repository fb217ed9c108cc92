/**
 * Requests that nobody thought of, out of the API's own document: for each operation a stream of calls, some as documented,
 * some broken in one place, some nonsense. The values of the running marketplace (its slugs, tasks, credentials) come in
 * between, so that not everything ends at a 404.
 */
import fc from 'fast-check';
import type { ApiDocument, Operation, Parameter } from './document.js';
import { valueFor } from './values.js';

export interface Known {
  /** Real values for parameters, by their names. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** By the names of the document's security schemes: headers that are right somewhere. */
  readonly credentials: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  /** Bodies that some route takes. */
  readonly bodies: readonly unknown[];
}

export interface AnyRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw?: string;
}

export function anyRequest(
  document: ApiDocument,
  path: string,
  method: string,
  operation: Operation,
  known: Known,
): fc.Arbitrary<AnyRequest> {
  const of = (place: Parameter['in']) => operation.parameters.filter((parameter) => parameter.in === place);
  const value = (parameter: Parameter) => parameterValue(document, parameter, known);
  return fc
    .record({
      params: fc.tuple(...of('path').map(value)),
      query: fc.tuple(...of('query').map((parameter) => fc.option(value(parameter), { freq: 2 }))),
      stray: rarely(fc.tuple(fc.string({ maxLength: 8 }), nonsense)),
      headers: fc.tuple(...of('header').map((parameter) => fc.option(headerValue(parameter), { freq: 2 }))),
      auth: authorization(operation, known),
      accept: rarely(fc.constantFrom('*/*', 'application/json', 'text/csv', 'text/event-stream', 'q=;;,', 'image/png')),
      body: operation.requestBody ? bodyOf(document, operation.requestBody, known) : fc.constant(undefined),
    })
    .map(({ params, query, stray, headers, auth, accept, body }) => {
      const search = new URLSearchParams();
      of('query').forEach(({ name }, index) => {
        const given = query[index];
        if (given !== null && given !== undefined) search.append(name, given);
      });
      if (stray !== null) search.append(...stray);
      const named = of('header').flatMap(({ name }, index) => {
        const given = headers[index];
        return given === null || given === undefined ? [] : [[name.toLowerCase(), given] as const];
      });
      const filled = of('path').reduce(
        (so, { name }, index) => so.replace(`{${name}}`, encodeURIComponent(params[index] ?? '')),
        path,
      );
      return {
        path: search.size === 0 ? filled : `${filled}?${search}`,
        method: method.toUpperCase(),
        headers: { ...Object.fromEntries(named), ...(accept === null ? {} : { accept }), ...body?.headers, ...auth },
        ...(body === undefined ? {} : { raw: body.text }),
      };
    });
}

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const nonsense = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    'null',
    'NaN',
    '9'.repeat(40),
    '%00',
    "' OR 1=1 --",
    '../../etc/passwd',
    'a'.repeat(3_000),
  ),
  fc.integer().map(String),
);

function parameterValue(document: ApiDocument, { name, schema }: Parameter, known: Known): fc.Arbitrary<string> {
  const right = valueFor(document, schema).map(asText);
  const real = known.parameters[name] ?? [];
  return fc.oneof(
    { weight: 7, arbitrary: real.length === 0 ? right : fc.constantFrom(...real) },
    { weight: 2, arbitrary: right },
    { weight: 1, arbitrary: nonsense },
  );
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What a header line can carry at all; the rest never leaves a client. */
const printable = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, '?').trim());

/** Nobody here waits long: a wait that is meant seriously has a suite of its own. */
function headerValue({ name }: Parameter): fc.Arbitrary<string> {
  if (name === 'Prefer') {
    return fc.oneof(
      fc.constantFrom('wait=0', 'payment=hold', 'payment=invoice', 'wait=0, payment=hold', 'wait=-1', 'wait=x'),
      printable,
    );
  }
  return fc.oneof(
    printable,
    fc.uuid(),
    fc.constant('x'.repeat(5_000)),
    fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
  );
}

/** Mostly what the operation asks for, so that the request is looked at; else another's, none, or nonsense. */
function authorization(
  { security }: Operation,
  { credentials }: Known,
): fc.Arbitrary<Readonly<Record<string, string>>> {
  const asked = security.flatMap((scheme) => Object.keys(scheme)).flatMap((name) => credentials[name] ?? []);
  const right = asked.length === 0 ? fc.constant({}) : fc.constantFrom(...asked);
  const others = fc.constantFrom({}, ...Object.values(credentials).flat());
  return fc.oneof(
    { weight: 7, arbitrary: right },
    { weight: 2, arbitrary: others },
    { weight: 1, arbitrary: anyAuthorization },
  );
}

const anyAuthorization = fc
  .tuple(fc.constantFrom('Bearer', 'L402', 'LSAT', 'Basic', 'Digest', ''), printable)
  .map(([scheme, rest]) => ({ authorization: `${scheme} ${rest}`.trim() }));

type Body = { readonly text: string; readonly headers: Readonly<Record<string, string>> };

function bodyOf(document: ApiDocument, body: NonNullable<Operation['requestBody']>, known: Known): fc.Arbitrary<Body> {
  const [schema] = Object.values(body.content).map((media) => media.schema);
  const right = schema === undefined ? fc.constant({}) : valueFor(document, schema);
  const json = { 'content-type': 'application/json' };
  const asJson = (arbitrary: fc.Arbitrary<unknown>) =>
    arbitrary.map((value): Body => ({ text: JSON.stringify(quick(value)) ?? 'null', headers: json }));
  return fc.oneof(
    { weight: 6, arbitrary: asJson(right) },
    { weight: 3, arbitrary: asJson(known.bodies.length === 0 ? right : fc.constantFrom(...known.bodies)) },
    { weight: 4, arbitrary: asJson(right.chain(brokenOnce)) },
    { weight: 2, arbitrary: fc.json({ maxDepth: 6 }).map((text) => ({ text, headers: json })) },
    { weight: 1, arbitrary: fc.string({ maxLength: 200 }).map((text) => ({ text, headers: json })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('text/plain', 'application/xml', 'application/json; charset=latin1', 'x', '')
        .map((type): Body => ({ text: '{}', headers: type === '' ? {} : { 'content-type': type } })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('['.repeat(20_000), '{"a":'.repeat(5_000), `"${'x'.repeat(2_000_000)}"`)
        .map((text) => ({ text, headers: json })),
    },
  );
}

/** One member of the value is taken away, renamed, or becomes something else. */
function brokenOnce(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return fc.jsonValue();
  const members = value as Record<string, unknown>;
  return fc
    .tuple(
      fc.constantFrom(...Object.keys(members)),
      fc.constantFrom('drop', 'rename', 'replace', 'inside'),
      fc.jsonValue(),
    )
    .chain(([name, how, other]) => {
      const { [name]: taken, ...rest } = members;
      if (how === 'drop') return fc.constant(rest);
      if (how === 'rename') return fc.constant({ ...rest, [`${name}_`]: taken });
      if (how === 'replace') return fc.constant({ ...rest, [name]: other });
      return brokenOnce(taken).map((broken) => ({ ...rest, [name]: broken }));
    });
}

/** A body that asks to wait waits a second at most: thousands of requests follow it. */
function quick(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('wait' in value)) return value;
  return typeof value.wait === 'number' && value.wait > 0 ? { ...value, wait: 0 } : value;
}
