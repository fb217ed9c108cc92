/**
 * A database that is restored from an older copy: it is noticed, nothing is sold or paid out, what the copy has forgotten is imported, and
 * then the books are what they were, to the millisatoshi.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Journal, type WrittenLine } from '#apps/billing/restoring/journal';
import { openRegression } from '#apps/billing/restoring/regression-store';
import { Replay } from '#apps/billing/restoring/replay';
import { billingSchema } from '#apps/billing/schema';
import { systemClock } from '#kernel/clock';
import { createLogger } from '#observability/logger';
import { until } from '#test/harness/until';
import {
  books,
  expectRestored,
  forgotten,
  imported,
  importedMs,
  isImported,
  market,
  openIncidents,
  priceMsat,
  ready,
  regressions,
  seller,
  trade,
  working,
} from './restore-on-both.js';

describe('a database that is older than its node', () => {
  isImported();

  it('is imported also where the services have run on, and where an import has died half-way', async () => {
    const { payouts, restore } = await forgotten();
    const [booksBefore, walletsBefore] = [await books(), await market().books.wallets()];
    const known = (await regressions()).length;
    await restore();
    await until(regressions, (now) => now.length > known || now.length === 0, 30_000);
    await imported();
    await expectRestored(payouts, booksBefore, walletsBefore);

    const [booksAfter, walletsAfter] = [await books(), await market().books.wallets()];
    await market().restart(0, async () => {
      await restore();
      await importHalf();
    });
    await imported();
    await expectRestored(payouts, booksAfter, walletsAfter);
  }, 600_000);

  it('is known by the memos of its invoices where the journal is lost: what nobody can be given stands in 2390', async () => {
    const restore = await market().database.backup();
    await until(ready, (status) => status === 200, 30_000);
    const unidentified = await market().books.balance(2390);
    await trade(working);
    await market().restart(0, async () => {
      await restore();
      await rm(join(market().folder, 'journal'), { recursive: true });
    });
    await until(openIncidents, (kinds) => kinds.includes('unattributed_receipt'), importedMs);
    expect((await imported()).reason).toMatch(/^the charge chg_\w+ of an invoice/);
    // Two were sold, and of the two that failed one was paid in advance.
    await until(
      () => market().books.balance(2390),
      (msat) => msat - unidentified === 2n * priceMsat + 2_000n,
      importedMs,
    );
    expect((await openIncidents()).filter((kind) => kind === 'unattributed_receipt')).toHaveLength(3);
    expect((await market().books.reconciled()).verdict).toBe('balanced');
    await until(ready, (status) => status === 200, 30_000);
    await trade(working);
  }, 420_000);
});

describe('what is no sign of an older database', () => {
  it('invoices and payments that an operator makes at the node', async () => {
    const known = (await regressions()).length;
    const { lnd } = market().lightning;
    const { payment_request: ours } = await lnd('market').call('lnrpc.Lightning/AddInvoice', {
      value_msat: '7000',
      memo: 'Botbazaar echo chg_00000000000000000000000000000000 acc_00000000000000000000000000000000',
    });
    await market().wallet.pay(ours, { maxFeeMsat: 0n, timeoutSeconds: 30 });
    await until(
      () => market().books.balance(2390),
      (msat) => msat >= 7_000n,
      30_000,
    );
    const { payment_request: theirs } = await seller.unary(seller.lightning.AddInvoice, { value_msat: '3000' });
    expect((await lnd('market').paid(theirs)).status).toBe('SUCCEEDED');
    await market().restart();
    await until(ready, (status) => status === 200, 30_000);
    expect(await regressions()).toHaveLength(known);
    // It is missing at the node, as comparisons say.
    expect((await market().books.reconciled()).differenceMsat).toBe('-3000');
  }, 120_000);
});

/** What an import leaves that is killed in its middle. */
async function importHalf(): Promise<void> {
  const database = await market().database.open(billingSchema);
  const silent = createLogger({ level: 'silent', name: 'test', destination: 'stdout' });
  const journal = new Journal({
    ...{ folder: join(market().folder, 'journal'), keepDays: 14 },
    ...{ clock: systemClock, logger: silent },
  });
  const lines: WrittenLine[] = [];
  for await (const line of journal.since(0)) lines.push(line);
  const from = new Date(lines[0]?.atMs ?? 0);
  await openRegression(database, { reason: 'the test says so', from, at: systemClock.now() });
  const replay = new Replay(database, silent);
  for (const line of lines.slice(0, Math.floor(lines.length * 0.8))) await replay.take(line);
  await database.close();
}
