/** A statement that moves money and is not in the journal is forgotten by a restored database: none may be added without a decision. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { journaledStatements } from '#apps/billing/restoring/journaled';
import { projectRoot } from '#kernel/project-root';

/** What LND, settlement or the next comparison says again, what admins decided (docs/restoring.md), and the account of restoring itself. */
const needNotBeKept = new Set([
  ...['settle_checkpoint', 'node_height', 'node_condition', 'node_payer'],
  ...['reconciliation', 'reconciliation_line', 'reconciliation_finding'],
  ...['admin_action', 'admin_outcome', 'incident', 'node_baseline', 'payout_stop'],
  'regression',
]);

/** Of tables that are kept: what may be lost, by how it begins. */
const mayBeLost = [
  // An order that is repeated gets another invoice; the one whose key it was stays as it is.
  'UPDATE charge SET reuse_key = NULL',
  // Keys that are a day old.
  'DELETE FROM idempotency',
  // How far a schedule is: its runs are taken from the journal, and each finds its own payout.
  'UPDATE payout_schedule s SET open_payout = NULL',
  'UPDATE payout_schedule s SET run = s.run + 1',
  'UPDATE payout_schedule s SET failures',
];

const folder = join(projectRoot, 'apps', 'billing');
const changes = /\b(?:INSERT INTO|UPDATE|DELETE FROM) ([a-z_.]+)|\b(billing\.[a-z_]+)\(/g;
const normal = (sql: string) => sql.replaceAll(/\s+/g, ' ').trim();
const journaled = Object.values(journaledStatements).map(({ sql }) => normal(sql));

interface Change {
  readonly file: string;
  readonly sql: string;
  /** A table, or a function that changes several. */
  readonly what: string;
}

/** All texts of the sources that change something, without the parts that are put into them. */
function changesOf(file: string): Change[] {
  const source = readFileSync(join(folder, file), 'utf8').replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  const texts = [...source.matchAll(/`([^`]*)`|'((?:[^'\\\n]|\\.)*)'/g)].map(([, long, short]) => long ?? short ?? '');
  return texts.flatMap((text) =>
    [...text.matchAll(changes)].map(([begins, table, routine]) => {
      const sql = normal(text.slice(text.indexOf(begins)).replace(/\$\{[\s\S]*/, ''));
      return { file, sql, what: table ?? routine ?? '' };
    }),
  );
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('migrations'),
);
// What stands between two quotes of different texts is read as well, as `billing.stop()` is.
const all = files.flatMap(changesOf).filter(({ what }) => what !== 'billing.stop');

describe('a statement of billing that changes something', () => {
  it('is found where it is written', () => {
    const found = new Set(all.map(({ what }) => what));
    for (const what of ['account', 'charge', 'billing.advance', 'billing.reserve_payout', 'billing.advance_payout'])
      expect(found).toContain(what);
    for (const sql of journaled) expect(all.filter((one) => sql.includes(one.sql)).length).toBeGreaterThan(0);
  });

  it('is in the journal, or may be lost for a reason that is given here', () => {
    const open = all.filter(
      ({ sql, what }) =>
        !needNotBeKept.has(what) &&
        !journaled.some((kept) => kept.includes(sql)) &&
        !mayBeLost.some((begins) => sql.startsWith(begins)),
    );
    expect(open).toEqual([]);
  });

  it('has every reason that is given here', () => {
    for (const begins of mayBeLost) expect(all.filter(({ sql }) => sql.startsWith(begins))).toHaveLength(1);
    for (const what of needNotBeKept) expect(all.map((one) => one.what)).toContain(what);
  });
});
