/** Dispatch as a process of its own. */
import { join } from 'node:path';
import { loadConfig } from '#config/load';
import { openSecretFile } from '#config/secret-file';
import { dispatchSettings } from '#config/service-settings';
import { parseHostPort } from '#outbound/endpoint';
import { openDatabaseClock } from '#persistence/database-clock';
import { openServiceDatabase, serviceUrl } from '#persistence/service-database';
import { runProcess } from '#process/run-process';
import { openServiceProcess } from '#process/service-process';
import { defaultDispatchConfig } from './config.js';
import { queueFactory } from './queue.js';
import { sessionSettings } from './schema.js';
import { start } from './start.js';

await runProcess(async (undo) => {
  const settings = loadConfig(dispatchSettings);
  const keysFolder = settings.BOTBAZAAR_KEYS_DIR;
  const own = openServiceProcess('dispatch', settings, undo);
  const access = { url: settings.DATABASE_URL, keysFolder, schema: 'dispatch', sessionSettings };
  const database = await openServiceDatabase(access);
  undo(() => database.close());
  const clock = await openDatabaseClock(database, own);
  undo(() => clock.stop());
  const dispatch = await start(
    {
      ...defaultDispatchConfig,
      publicBaseUrl: () => settings.BOTBAZAAR_PUBLIC_URL,
      allowedEndpoints: settings.BOTBAZAAR_ALLOWED_ENDPOINTS.map(parseHostPort),
    },
    {
      database,
      registry: own.client('registry', settings.REGISTRY_ADDRESS).service,
      billing: own.client('billing', settings.BILLING_ADDRESS).service,
      clock,
      logger: own.logger,
      webhookKey: openSecretFile(join(keysFolder, 'webhook.key'), 32),
      queue: queueFactory({ redisUrl: settings.REDIS_URL, postgresUrl: serviceUrl(access) }),
    },
  );
  undo(() => dispatch.stop());
  await own.serve({ dispatch: dispatch.service }, dispatch.health);
  undo(() => dispatch.endWaiting());
});
