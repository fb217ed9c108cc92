/** What a buyer orders: the service as it is now, and an input that its schema accepts. */
import type { Service } from '#contracts/registry';
import { coerceQuery } from '#json-schema/coerce-query';
import { AppError, asAppError } from '#kernel/errors';
import { parseEndpoint } from '#outbound/endpoint';
import { refuse } from '../edge/validation.js';
import type { Gateway } from '../gateway.js';

/** Input of a task that is kept before it is paid, as JSON text. */
export const maxInputBytes = 256 * 1024;
const maxInputDepth = 64;

/** A service that takes tasks. Errors: `service_not_found`, `service_paused`. */
export async function findOpenService({ registry }: Pick<Gateway, 'registry'>, slug: string): Promise<Service> {
  const service = await registry.getService({ slug });
  if (service.state === 'published') return service;
  if (service.state === 'paused') {
    const { health } = service;
    const why = health?.state === 'paused' ? `for now: ${health.reason}` : 'as its seller has paused it';
    throw new AppError('service_paused', `${slug} takes no new tasks ${why}`);
  }
  throw new AppError('service_not_found', `${slug} is not sold any more`);
}

/** The input as JSON text. Errors: `body_too_large`, `invalid_input` with every failing path. */
export function checkInput(
  { inputSchemas }: Pick<Gateway, 'inputSchemas'>,
  service: Service,
  input: unknown,
  place: string,
): string {
  const json = JSON.stringify(input);
  if (Buffer.byteLength(json) > maxInputBytes) {
    throw new AppError('body_too_large', `the input is larger than ${maxInputBytes} bytes`);
  }
  const key = `${service.listingId}/${service.version}/input`;
  const errors = inputSchemas.get(key, JSON.parse(service.inputSchemaJson)).validate(input);
  if (errors.length > 0) {
    const fields = errors.map(({ path, message }) => ({ path: `${place}${path}`, message }));
    refuse('invalid_input', "the input does not match the service's input schema", fields);
  }
  return json;
}

/** Errors: `invalid_endpoint` for an address that may not be called; where its name leads is looked at when it is called. */
export function checkWebhook({ allowedEndpoints }: Pick<Gateway, 'allowedEndpoints'>, url: string): string {
  try {
    return parseEndpoint(url, allowedEndpoints).href;
  } catch (thrown) {
    const { code, detail, fields } = asAppError(thrown);
    if (code !== 'invalid_endpoint') throw thrown;
    throw new AppError(code, detail, { fields: fields.map(({ message }) => ({ path: '/webhook/url', message })) });
  }
}

/**
 * The input of `GET …/run`: the query's values by the types of the schema's top-level properties, or `?input=<JSON>` where
 * the schema has no property of that name.
 */
export function inputFromQuery(service: Service, rawQuery: string, parse: (text: string) => unknown): unknown {
  const schema: unknown = JSON.parse(service.inputSchemaJson);
  const query = new URLSearchParams(rawQuery);
  const whole = query.getAll('input');
  if (whole.length > 0 && !hasProperty(schema, 'input')) {
    if ([...query].length > 1) {
      throw new AppError('invalid_request', 'with ?input=<JSON> no other parameter can be given', {
        fields: [{ path: 'input', message: 'must be the only parameter' }],
      });
    }
    return parse(whole[0] ?? '');
  }
  const values = new Map<string, string | string[]>();
  for (const name of new Set(query.keys())) {
    const all = query.getAll(name);
    values.set(name, all.length === 1 ? (all[0] ?? '') : all);
  }
  return coerceQuery(schema, Object.fromEntries(values));
}

function hasProperty(schema: unknown, name: string): boolean {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return false;
  const { properties } = schema;
  return typeof properties === 'object' && properties !== null && Object.hasOwn(properties, name);
}

export const inputLimits = { maxBytes: maxInputBytes, maxDepth: maxInputDepth };
