/** A database that lacks what the journal says: nothing moves, nothing is sold or paid out, and what can be taken once more is. */
import { randomBytes, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Journal } from '#apps/billing/restoring/journal';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start } from '#apps/billing/start';
import { systemClock } from '#kernel/clock';
import { idToUuid, newId } from '#kernel/ids';
import { createLogger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { codeOf, order, world } from './billing-kit.js';

const suite = suiteDatabase();
const logger = createLogger({ level: 'silent', name: 'test', destination: 'stdout' });
let database: Database;
let place: ReturnType<typeof testJournal>;
let billing: RunningBilling | undefined;
beforeEach(async () => {
  database ??= await suite().open(billingSchema, { poolSize: 8 });
  place = testJournal();
});
afterEach(async () => {
  await billing?.stop();
  for (const { regressionId } of (await billing?.service.listRegressions({}))?.regressions ?? []) {
    await billing?.service.clearRegression({ regressionId, reason: 'the test is over' });
  }
});

async function run(): Promise<RunningBilling> {
  const { lnd, config } = world(database);
  billing = await start(config, {
    ...{ database, clock: systemClock, logger, desks: [lnd.desk], journal: place },
    keys: { preimages: keyring, credentials: keyring },
  });
  return billing;
}

const sold = (running: RunningBilling) => codeOf(running.service.openCharge(order()).then(() => 'sold'));
const selling = (running: RunningBilling) =>
  until(
    () => sold(running),
    (code) => code === 'sold',
    10_000,
  );
const newest = async ({ service }: RunningBilling) => (await service.listRegressions({})).regressions[0];

/** A line that another process has written, of an account that the database does not know. */
async function lineOf(accountUuid: string): Promise<void> {
  const journal = new Journal({ ...place, clock: systemClock, logger });
  await journal.append({
    name: 'account_insert',
    params: [accountUuid, 'forgotten', 4, randomBytes(13), systemClock.now()],
    witness: { table: 'account', id: accountUuid },
  });
  await journal.close();
}

describe('a line of the journal that the database does not know', () => {
  it('stops sales at the start, is taken once more, and an admin may end what no comparison ends', async () => {
    const accountId = newId('account');
    await lineOf(idToUuid(accountId));
    const running = await run();
    expect(await sold(running)).toMatch(/db_regressed|lightning_unavailable/);
    expect(await running.health.find(({ name }) => name === 'billing node')?.check()).toMatch(
      /older than the Lightning node/,
    );
    const found = await until(
      () => newest(running),
      (regression) => regression?.state === 'COMPARING',
      10_000,
    );
    expect(found).toMatchObject({ lines: '1', waiting: 0 });
    expect((await running.service.getAccount({ accountId })).name).toBe('forgotten');
    expect(await sold(running)).toBe('lightning_unavailable');

    const { regressionId = '' } = found ?? {};
    await running.service.clearRegression({ regressionId, reason: 'the node is reconciled by hand' });
    await running.service.clearRegression({ regressionId, reason: 'and again' });
    expect(await newest(running)).toMatchObject({
      ...{ state: 'ENDED', endedBy: 'admin', endedReason: 'the node is reconciled by hand' },
    });
    await selling(running);
    expect(await codeOf(running.service.clearRegression({ regressionId: newId('regression'), reason: 'x' }))).toBe(
      'not_found',
    );
  });

  it('is not looked for again once it has had its turn', async () => {
    await lineOf(randomUUID());
    const first = await run();
    const { regressionId = '' } =
      (await until(
        () => newest(first),
        (regression) => regression?.state === 'COMPARING',
        10_000,
      )) ?? {};
    await first.service.clearRegression({ regressionId, reason: 'looked at' });
    await first.stop();
    const known = (await first.service.listRegressions({})).regressions.length;
    const second = await run();
    await selling(second);
    expect((await second.service.listRegressions({})).regressions).toHaveLength(known);
  });
});

describe('a journal that cannot be written', () => {
  it('stops sales before anything is promised, and sales go on when it can', async () => {
    const again = await run();
    await rm(place.folder, { recursive: true });
    await writeFile(place.folder, '');
    const charges = () => database.query('SELECT FROM charge');
    const before = (await charges()).length;
    await until(
      () => sold(again),
      (code) => code === 'unavailable',
      10_000,
    );
    expect(await charges()).toHaveLength(before);
    expect(await again.health.find(({ name }) => name === 'journal')?.check()).toMatch(/cannot be written/);
    await rm(place.folder);
    await selling(again);
  });
});
