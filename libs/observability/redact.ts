/** Keeps out of the log what would let its reader spend, read or sign: fields are hidden by what their names say. */

import { types } from 'node:util';

const secretName =
  /authorization|cookie|macaroon|preimage|taskkey|credential|token|secret|password|passphrase|privatekey|apikey|rootkey|seed/;
/** About a secret, but not one. */
const harmlessEnd = /(id|ids|file|hash|epoch|count|kind)$/;
const deepest = 6;
const hidden = '[hidden]';

/** A copy for the log: secrets hidden, bigint as decimal text, bytes as hex, errors as plain objects. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === deepest) return '[deeper]';
  if (types.isUint8Array(value)) return Buffer.from(value).toString('hex');
  if (types.isNativeError(value)) return describeError(value, depth);
  if (Array.isArray(value)) return value.map((element) => redact(element, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, isSecret(name, field) ? hidden : redact(field, depth + 1)]),
  );
}

function isSecret(name: string, field: unknown): boolean {
  if (field === undefined || field === null || typeof field === 'boolean') return false;
  const plain = name.toLowerCase().replaceAll(/[_-]/g, '');
  return secretName.test(plain) && !harmlessEnd.test(plain);
}

/** What can slip into a sentence: the password of a URL, the value of an authorization header. */
function scrub(text: string): string {
  return text
    .replaceAll(/(\w:\/\/[^\s:/@]*:)[^\s@/]+@/g, `$1${hidden}@`)
    .replaceAll(/\b(L402|LSAT|Bearer)\s+[A-Za-z0-9+/_=-]{16,}(:[0-9A-Fa-f]+)?/g, `$1 ${hidden}`);
}

/** Without the fields that drivers hang on errors: rows and parameters are in some of them. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const { code, constraint } = error as { readonly code?: unknown; readonly constraint?: unknown };
  return {
    type: error.name,
    message: scrub(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(error.stack === undefined ? {} : { stack: scrub(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
