/** Settlement as a process of its own. Nobody calls it; it is only asked for its health. */
import { loadConfig } from '#config/load';
import { settlementSettings } from '#config/service-settings';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { lndOf } from '#lightning/lnd-files';
import { serviceUrl } from '#persistence/service-database';
import { runProcess } from '#process/run-process';
import { openServiceProcess } from '#process/service-process';
import { leadBy } from './leader.js';
import { settlementDefaults, start } from './start.js';

await runProcess(async (undo) => {
  const settings = loadConfig(settlementSettings);
  const own = openServiceProcess('settlement', settings, undo);
  const settlement = await start(settlementDefaults, {
    billing: own.client('billing', settings.BILLING_ADDRESS).service,
    dispatch: own.client('dispatch', settings.DISPATCH_ADDRESS).service,
    watches: [openInvoiceWatch(connectLnd(lndOf(settings, settings.BOTBAZAAR_KEYS_DIR)))],
    lead: leadBy(
      serviceUrl({ url: settings.DATABASE_URL, keysFolder: settings.BOTBAZAAR_KEYS_DIR, schema: 'settlement' }),
      own.logger,
    ),
    logger: own.logger,
  });
  undo(() => settlement.stop());
  await own.serve({}, settlement.health);
});
