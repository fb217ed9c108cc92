/** Ajv's errors as places and sentences that a person who wrote the value, not the schema, can act on. */
import type { ErrorObject } from 'ajv';
import type { FieldError } from '#kernel/errors';
import { pointer, shortPath } from './json-bounds.js';

export const maxFieldErrors = 20;

/** At most `maxFieldErrors` of them, each once. */
export function fieldErrors(errors: readonly ErrorObject[]): FieldError[] {
  const found = new Map<string, FieldError>();
  for (const error of errors) {
    if (found.size >= maxFieldErrors) break;
    // The errors of `then` and `else` stand beside it, and those of propertyNames say which name was meant.
    if (error.keyword === 'if' || error.keyword === 'propertyNames') continue;
    const field = fieldError(error);
    found.set(`${field.path} ${field.message}`, field);
  }
  return [...found.values()];
}

function fieldError(error: ErrorObject): FieldError {
  const params = error.params as Record<string, unknown>;
  if (error.propertyName !== undefined) {
    return {
      path: at(error, error.propertyName),
      message: `has a name that is not accepted: it ${sentence(error.keyword, params)}`,
    };
  }
  switch (error.keyword) {
    case 'required':
      return { path: at(error, String(params.missingProperty)), message: 'is required' };
    case 'dependentRequired':
      return {
        path: at(error, String(params.missingProperty)),
        message: `is required when "${cut(params.property)}" is present`,
      };
    case 'additionalProperties':
      return { path: at(error, String(params.additionalProperty)), message: 'is not a known property' };
    case 'unevaluatedProperties':
      return { path: at(error, String(params.unevaluatedProperty)), message: 'is not a known property' };
    default:
      return { path: shortPath(error.instancePath), message: sentence(error.keyword, params) };
  }
}

function at(error: ErrorObject, name: string): string {
  return shortPath(error.instancePath + pointer([name]));
}

function sentence(keyword: string, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'type':
      return `must be of type ${[params.type].flat().join(' or ')}`;
    case 'enum':
      return `must be one of ${cut(
        (params.allowedValues as unknown[])
          .slice(0, 12)
          .map((value) => JSON.stringify(value))
          .join(', '),
      )}`;
    case 'const':
      return `must be ${cut(JSON.stringify(params.allowedValue))}`;
    case 'minLength':
      return `must have at least ${count(params.limit, 'character')}`;
    case 'maxLength':
      return `must have at most ${count(params.limit, 'character')}`;
    case 'minItems':
      return `must have at least ${count(params.limit, 'element')}`;
    case 'maxItems':
      return `must have at most ${count(params.limit, 'element')}`;
    case 'minProperties':
      return `must have at least ${count(params.limit, 'property', 'properties')}`;
    case 'maxProperties':
      return `must have at most ${count(params.limit, 'property', 'properties')}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `must be ${String(params.comparison)} ${String(params.limit)}`;
    case 'multipleOf':
      return `must be a multiple of ${String(params.multipleOf)}`;
    case 'pattern':
      return `must match the pattern ${cut(params.pattern)}`;
    case 'format':
      return `must have the format ${String(params.format)}`;
    case 'uniqueItems':
      return 'must not have the same element twice';
    case 'contains':
      return containsSentence(params);
    case 'items':
    case 'unevaluatedItems':
      return `must have at most ${count(params.limit, 'element')}`;
    case 'anyOf':
      return 'must match one of the alternatives';
    case 'oneOf':
      return Array.isArray(params.passingSchemas)
        ? 'must match only one of the alternatives'
        : 'must match one of the alternatives';
    case 'not':
      return 'must not match the schema under "not"';
    case 'false schema':
      return 'is not accepted here';
    default:
      return `does not meet "${keyword}"`;
  }
}

function containsSentence(params: Record<string, unknown>): string {
  const most = params.maxContains === undefined ? '' : ` and at most ${String(params.maxContains)}`;
  return `must contain at least ${String(params.minContains)}${most} elements that match`;
}

function count(limit: unknown, one: string, many = `${one}s`): string {
  return `${String(limit)} ${limit === 1 ? one : many}`;
}

function cut(value: unknown): string {
  const text = String(value);
  return text.length <= 160 ? text : `${text.slice(0, 159)}…`;
}
