import { expect } from '@jest/globals';
import type { SuiteDatabase } from '#test/harness/database';
import type { Answer } from '#test/harness/http';

/** The charges and kept tasks that there are: what a request must not have made. */
export async function whatIsMade(database: SuiteDatabase): Promise<{ charges: number; tasks: number }> {
  const owner = await database.openAsOwner({ poolSize: 1 });
  const [row] = await owner.query<{ charges: number; tasks: number }>(
    'SELECT (SELECT count(*)::integer FROM billing.charge) AS charges, (SELECT count(*)::integer FROM dispatch.task) AS tasks',
  );
  await owner.close();
  if (!row) throw new Error('a count has a row');
  return row;
}

/** A refusal that asks for no money. */
export function refusedAs(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.json().code]).toEqual([status, code]);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(String(answer.headers['www-authenticate'] ?? '')).not.toMatch(/L402|LSAT/);
}
