/** Rows as JSON. Amounts are the only values that JSON cannot hold; they are known by the ending of their field's name. */
import type { Change } from '../core/rows.js';

export function encodeChanges(changes: readonly Change[]): string {
  return JSON.stringify(changes, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));
}

export function decodeChanges(line: string): readonly Change[] {
  return JSON.parse(line, (key, value) =>
    typeof value === 'string' && key.endsWith('Msat') ? BigInt(value) : value,
  ) as readonly Change[];
}
