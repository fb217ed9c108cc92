/**
 * Bounds for JSON that a stranger wrote. Everything here costs one pass over the text or the value, uses no recursion,
 * and stops at the first bound that is passed, so that a document of 10,000 levels is refused as cheaply as a small one.
 */
import { AppError } from '#kernel/errors';

export interface JsonLimits {
  /** UTF-8 bytes of the text; for a value that is already parsed, about the bytes that it would take as text. */
  readonly maxBytes: number;
  /** Levels of arrays and objects; a number or a string alone has none. */
  readonly maxDepth: number;
}

export interface ValueLimits extends JsonLimits {
  /** Members of objects and elements of arrays, counted over all levels. */
  readonly maxNodes?: number;
}

export interface BoundFailure {
  /** JSON pointer of the place, cut to a readable length. */
  readonly path: string;
  readonly message: string;
  readonly tooLarge: boolean;
}

/**
 * Reads JSON text within limits. Throws `body_too_large` for too many bytes and `invalid_json` for anything that is not
 * JSON, nests too deeply, holds a number that is not finite (1e999), or has a member named `__proto__`.
 */
export function parseJson(text: string, limits: JsonLimits): unknown {
  // Three bytes per UTF-16 unit is the most that UTF-8 takes, so most texts need no second look.
  if (text.length * 3 > limits.maxBytes && Buffer.byteLength(text) > limits.maxBytes) {
    throw new AppError('body_too_large', `the JSON text is larger than ${limits.maxBytes} bytes`);
  }
  if (deeperThan(text, limits.maxDepth)) {
    throw new AppError('invalid_json', `the JSON is nested deeper than ${limits.maxDepth} levels`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_json', 'the text is not JSON', { cause });
  }
  const failure = checkBounds(value, { maxBytes: Number.POSITIVE_INFINITY, maxDepth: limits.maxDepth });
  if (failure) throw new AppError('invalid_json', failure.message, { fields: [failure] });
  return value;
}

const quote = 0x22;
const backslash = 0x5c;

/** Whether brackets outside strings open more than `maxDepth` levels. Works on text that is not JSON as well. */
function deeperThan(text: string, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === backslash) at++;
      else if (unit === quote) inString = false;
    } else if (unit === quote) {
      inString = true;
    } else if (unit === 0x7b || unit === 0x5b) {
      depth++;
      if (depth > maxDepth) return true;
    } else if (unit === 0x7d || unit === 0x5d) {
      depth--;
    }
  }
  return false;
}

interface Visit {
  readonly value: unknown;
  readonly name: string;
  readonly depth: number;
  readonly parent: Visit | undefined;
}

/**
 * The first bound that a parsed value breaks, or undefined. Also refuses what JSON cannot say (functions, dates,
 * infinite numbers, cycles by their depth) and the member name `__proto__`, which some programs take for a prototype.
 */
export function checkBounds(root: unknown, limits: ValueLimits): BoundFailure | undefined {
  const maxNodes = limits.maxNodes ?? Number.POSITIVE_INFINITY;
  const stack: Visit[] = [{ value: root, name: '', depth: 0, parent: undefined }];
  let bytes = 0;
  let nodes = 0;
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value } = visit;
    if (typeof value !== 'object' || value === null) {
      const size = scalarBytes(value);
      if (size === undefined) return failureAt(visit, 'is not a value that JSON can hold');
      bytes += size;
    } else {
      const depth = visit.depth + 1;
      if (depth > limits.maxDepth) return failureAt(visit, `is nested deeper than ${limits.maxDepth} levels`);
      if (!Array.isArray(value) && !isPlainObject(value)) return failureAt(visit, 'is not a value that JSON can hold');
      const entries = Array.isArray(value) ? value.length : Object.keys(value).length;
      nodes += entries;
      if (nodes > maxNodes) return failureAt(undefined, `has more than ${maxNodes} members and elements`, true);
      bytes += 2 + entries;
      if (Array.isArray(value)) {
        for (let at = 0; at < value.length; at++)
          stack.push({ value: value[at], name: String(at), depth, parent: visit });
      } else {
        for (const [name, member] of Object.entries(value)) {
          if (name === '__proto__') return failureAt(visit, 'has a member named __proto__, which is not accepted');
          bytes += name.length + 3;
          stack.push({ value: member, name, depth, parent: visit });
        }
      }
    }
    if (bytes > limits.maxBytes) return failureAt(undefined, `is larger than ${limits.maxBytes} bytes`, true);
  }
  return undefined;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm (a jest sandbox, a worker) has its own Object.prototype, which in turn has none.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function scalarBytes(value: unknown): number | undefined {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (typeof value === 'number') return Number.isFinite(value) ? 8 : undefined;
  if (typeof value === 'boolean' || value === null) return 4;
  return undefined;
}

function failureAt(visit: Visit | undefined, message: string, tooLarge = false): BoundFailure {
  const names: string[] = [];
  for (let at = visit; at?.parent !== undefined; at = at.parent) names.push(at.name);
  return { path: shortPath(pointer(names.reverse())), message, tooLarge };
}

/** The JSON pointer (RFC 6901) of a path of member names. */
export function pointer(names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A path that is short enough to be shown; a member name may be as long as the document. */
export function shortPath(path: string): string {
  return path.length <= 256 ? path : `${path.slice(0, 255)}…`;
}
