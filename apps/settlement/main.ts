/** Settlement as a process of its own. Nobody calls it; it is only asked for its health. */
import { loadConfig } from '#config/load';
import { settlementSettings } from '#config/service-settings';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { allNodes, comparedNodes, payingNodes } from '#lightning/lnd-files';
import { openNodeBooks } from '#lightning/node-books';
import { openPayoutDesk } from '#lightning/payout-desk';
import { serviceUrl } from '#persistence/service-database';
import { runProcess } from '#process/run-process';
import { openServiceProcess } from '#process/service-process';
import { leadBy, leadPayingBy } from './leader.js';
import { settlementDefaults, start } from './start.js';

await runProcess(async (undo) => {
  const settings = loadConfig(settlementSettings);
  const own = openServiceProcess('settlement', settings, undo);
  const keysFolder = settings.BOTBAZAAR_KEYS_DIR;
  const databaseUrl = serviceUrl({ url: settings.DATABASE_URL, keysFolder, schema: 'settlement' });
  const settlement = await start(settlementDefaults, {
    billing: own.client('billing', settings.BILLING_ADDRESS).service,
    dispatch: own.client('dispatch', settings.DISPATCH_ADDRESS).service,
    watches: allNodes(settings, keysFolder).map((node) => openInvoiceWatch(connectLnd(node))),
    lead: leadBy(databaseUrl, own.logger),
    payoutDesks: payingNodes(settings, keysFolder).map((node) => openPayoutDesk(connectLnd(node))),
    leadPaying: leadPayingBy(databaseUrl, own.logger),
    books: comparedNodes(settings, keysFolder).map((node) => openNodeBooks(connectLnd(node))),
    logger: own.logger,
  });
  undo(() => settlement.stop());
  await own.serve({}, settlement.health);
});
