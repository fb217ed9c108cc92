/**
 * Requests against the schemas of the route table, by Ajv (2020-12). These schemas are our own and trusted; sellers'
 * schemas go through `#json-schema/compile-schema`.
 */
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Static, TSchema } from 'typebox';
import { parseJson } from '#json-schema/json-bounds';
import { fieldErrors } from '#json-schema/schema-errors';
import { AppError, type ErrorCode, type FieldError } from '#kernel/errors';
import type { EdgeRequest } from '../route.js';

const options = {
  allErrors: true,
  strict: true,
  strictTypes: false,
  validateFormats: false,
  ownProperties: true,
  // Compiling the meta-schema is dear at the start; a test holds the document of the API, which has all of them, to it.
  validateSchema: false,
};

/** Bodies are taken as they are. */
const exact = new Ajv2020(options);
/** Parameters are text; numbers are read from it as their schema says. */
const coercing = new Ajv2020({ ...options, coerceTypes: true });

export type Check = (value: unknown) => FieldError[];

function compileBody(schema: TSchema): Check {
  return check(exact.compile(schema));
}

/** Changes the value: texts become the numbers that the schema asks for. */
export function compileParameters(schema: TSchema): Check {
  return check(coercing.compile(schema));
}

function check(validate: ValidateFunction): Check {
  return (value) => {
    if (validate(value)) return [];
    const fields = fieldErrors(validate.errors ?? []);
    validate.errors = null;
    return fields;
  };
}

/** Throws one error that names every failing place. */
export function refuse(code: ErrorCode, what: string, fields: readonly FieldError[]): never {
  const first = fields[0];
  const where = first?.path ? `${first.path} ${first.message}` : (first?.message ?? 'is not accepted');
  const more = fields.length > 1 ? `, and ${fields.length - 1} more` : '';
  throw new AppError(code, `${what}: ${where}${more}`, { fields });
}

/** Levels of arrays and objects that any body may have. */
const maxDepth = 64;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The body as a JSON value. Errors: `unsupported_media_type`, `body_too_large`, `invalid_json`. */
function readJsonBody(
  rawBody: Buffer,
  headers: { readonly contentType: string | undefined; readonly contentEncoding: string | undefined },
  maxBytes: number,
): unknown {
  if (headers.contentEncoding !== undefined && headers.contentEncoding.toLowerCase() !== 'identity') {
    throw new AppError('unsupported_media_type', 'send the body without Content-Encoding');
  }
  const mediaType = headers.contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    const detail = mediaType === undefined ? 'the request has no Content-Type' : 'the request has another Content-Type';
    throw new AppError('unsupported_media_type', `${detail}; send Content-Type: application/json`);
  }
  if (rawBody.length > maxBytes) {
    throw new AppError('body_too_large', `the body is larger than the ${maxBytes} bytes that this route takes`);
  }
  let text: string;
  try {
    text = strictUtf8.decode(rawBody);
  } catch (cause) {
    throw new AppError('invalid_json', 'the body is not UTF-8', { cause });
  }
  return parseJson(text, { maxBytes, maxDepth });
}

/** The parameters of a query string, each once. */
export function readQuery(rawQuery: string): Record<string, string> {
  const values: [string, string][] = [];
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    if (seen.has(name)) throw new AppError('invalid_request', `the parameter ${name.slice(0, 80)} is given twice`);
    seen.add(name);
    values.push([name, value]);
  }
  return Object.fromEntries(values);
}

/** Reads a body of that schema out of a request. Errors: those of `readJsonBody`, and `invalid_request`. */
export function bodyReader<S extends TSchema>(schema: S, maxBytes: number): (request: EdgeRequest) => Static<S> {
  const checkBody = compileBody(schema);
  return ({ raw, rawBody }) => {
    const { 'content-type': contentType, 'content-encoding': contentEncoding } = raw.headers;
    const body = readJsonBody(rawBody, { contentType, contentEncoding }, maxBytes);
    const fields = checkBody(body);
    if (fields.length > 0) refuse('invalid_request', 'the body does not have the form that this route takes', fields);
    return body as Static<S>;
  };
}
