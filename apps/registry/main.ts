/** The registry as a process of its own. */
import { join } from 'node:path';
import { loadConfig } from '#config/load';
import { openSecretFile } from '#config/secret-file';
import { registrySettings } from '#config/service-settings';
import { parseHostPort } from '#outbound/endpoint';
import { openDatabaseClock } from '#persistence/database-clock';
import { openServiceDatabase } from '#persistence/service-database';
import { runProcess } from '#process/run-process';
import { openServiceProcess } from '#process/service-process';
import { registryDefaults } from './config.js';
import { start } from './start.js';

await runProcess(async (undo) => {
  const settings = loadConfig(registrySettings);
  const keysFolder = settings.BOTBAZAAR_KEYS_DIR;
  const own = openServiceProcess('registry', settings, undo);
  const database = await openServiceDatabase({ url: settings.DATABASE_URL, keysFolder, schema: 'registry' });
  undo(() => database.close());
  const clock = await openDatabaseClock(database, own);
  undo(() => clock.stop());
  const registry = await start(
    {
      ...registryDefaults,
      allowedEndpoints: settings.BOTBAZAAR_ALLOWED_ENDPOINTS.map(parseHostPort),
      webhookKey: openSecretFile(join(keysFolder, 'webhook.key'), 32),
    },
    { database, clock, logger: own.logger },
  );
  undo(() => registry.stop());
  await own.serve({ registry: registry.service }, registry.health);
});
