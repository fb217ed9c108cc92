/**
 * The `format`s that are checked. Others are refused, so that a seller does not rely on a check that nobody makes.
 *
 * The expressions are those of ajv-formats. Each was read for backtracking, and each only ever sees a short string: what
 * is longer than `maxFormatChars` has none of these formats.
 */
import type { Format } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { spend } from './work-budget.js';

export const maxFormatChars = 2_048;

const textFormats = [
  'date',
  'time',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'json-pointer',
  'uri',
  'uri-reference',
  'uuid',
] as const;

/** OpenAPI's formats of numbers. */
const numberFormats = ['int32', 'int64', 'float', 'double'] as const;

export const formatNames: readonly string[] = [...textFormats, ...numberFormats];

export function checkedFormats(): Record<string, Format> {
  const formats: Record<string, Format> = {};
  for (const name of textFormats) {
    const matches = textCheck(fullFormats[name]);
    formats[name] = (text: string) => {
      if (text.length > maxFormatChars) return false;
      spend(1 + (text.length >> 2));
      return matches(text);
    };
  }
  for (const name of numberFormats) formats[name] = fullFormats[name];
  return formats;
}

function textCheck(format: Format): (text: string) => boolean {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'function') return (text) => format(text) === true;
  if (typeof format === 'object' && typeof format.validate === 'function') {
    const validate = format.validate as (text: string) => unknown;
    return (text) => validate(text) === true;
  }
  throw new TypeError('a format of ajv-formats has a shape that is not known here');
}
