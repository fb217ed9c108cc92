import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { expectation, type VariableSchema } from './load.js';
import { settingsByProcess } from './service-settings.js';
import { settings } from './settings.js';

/** The rows that a table must have, in the schema's order. */
function rows({ properties, required = [] }: { properties: object; required?: readonly string[] }): string[] {
  return Object.entries(properties as Record<string, VariableSchema>).map(([name, variable]) => {
    const fallback =
      variable.default === undefined ? (required.includes(name) ? 'required' : 'not set') : written(variable.default);
    return `| \`${name}\` | ${expectation(variable)} | ${fallback} | ${variable.description} |`;
  });
}

/** The rows of the page under each of its headings. */
function tables(): Map<string, string[]> {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const sections = page.split(/^#{1,3} /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.filter((line) => line.startsWith('| `'))];
    }),
  );
}

function written(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return 'empty';
  return `\`${String(value)}\``;
}

describe('docs/configuration.md', () => {
  it('has a row for every setting, word by word, and no other', () => {
    const expected = [['Configuration', rows(settings)]] as [string, string[]][];
    for (const [name, schema] of Object.entries(settingsByProcess)) expected.push([name, rows(schema)]);
    expect([...tables()].filter(([, lines]) => lines.length > 0)).toEqual(expected);
  });

  it('gives no process a secret', () => {
    for (const schema of Object.values(settingsByProcess)) {
      const secrets = /PASSWORD|SECRET|TOKEN|MACAROON|_KEY$/;
      expect(Object.keys(schema.properties).filter((name) => secrets.test(name) && !name.endsWith('_FILE'))).toEqual(
        [],
      );
    }
  });
});
