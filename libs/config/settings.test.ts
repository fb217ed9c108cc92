import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { expectation, type VariableSchema } from './load.js';
import { settings } from './settings.js';

/** The rows that the page must have, in the schema's order. */
function rows(): string[] {
  const required = new Set<string>(settings.required);
  return Object.entries(settings.properties as Record<string, VariableSchema>).map(([name, variable]) => {
    const fallback =
      variable.default === undefined ? (required.has(name) ? 'required' : 'not set') : written(variable.default);
    return `| \`${name}\` | ${expectation(variable)} | ${fallback} | ${variable.description} |`;
  });
}

function written(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return 'empty';
  return `\`${String(value)}\``;
}

describe('docs/configuration.md', () => {
  it('has a row for every setting, word by word, and no other', () => {
    const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows());
  });
});
