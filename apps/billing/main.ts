/** Billing as a process of its own. Its macaroon makes, settles and cancels invoices and cannot pay. */
import { join } from 'node:path';
import { openKeyring } from '#config/keyring';
import { loadConfig } from '#config/load';
import { billingSettings } from '#config/service-settings';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { connectLnd } from '#lightning/lnd-client';
import { allNodes } from '#lightning/lnd-files';
import { openDatabaseClock } from '#persistence/database-clock';
import { openServiceDatabase } from '#persistence/service-database';
import { runProcess } from '#process/run-process';
import { openServiceProcess } from '#process/service-process';
import { billingConfig } from './config.js';
import { start } from './start.js';

await runProcess(async (undo) => {
  const settings = loadConfig(billingSettings);
  const keysFolder = settings.BOTBAZAAR_KEYS_DIR;
  const own = openServiceProcess('billing', settings, undo);
  const database = await openServiceDatabase({ url: settings.DATABASE_URL, keysFolder, schema: 'billing' });
  undo(() => database.close());
  const clock = await openDatabaseClock(database, own);
  undo(() => clock.stop());
  const billing = await start(billingConfig(settings), {
    database,
    desks: allNodes(settings, keysFolder).map((node) => openInvoiceDesk(connectLnd(node))),
    keys: {
      preimages: openKeyring(join(keysFolder, 'preimages.json')),
      credentials: openKeyring(join(keysFolder, 'credentials.json')),
    },
    journal: { folder: settings.BOTBAZAAR_JOURNAL_DIR, keepDays: settings.BOTBAZAAR_JOURNAL_DAYS },
    clock,
    logger: own.logger,
  });
  undo(() => billing.stop());
  await own.serve({ billing: billing.service }, billing.health);
});
