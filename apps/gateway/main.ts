/** The gateway as a process of its own. It has no database and no node; its keys are those of task tokens. */
import { join } from 'node:path';
import { openKeyring } from '#config/keyring';
import { loadConfig } from '#config/load';
import { openSecretFile } from '#config/secret-file';
import { gatewaySettings } from '#config/service-settings';
import { systemClock } from '#kernel/clock';
import { parseHostPort } from '#outbound/endpoint';
import { runProcess } from '#process/run-process';
import { openServiceProcess } from '#process/service-process';
import { limitsFor } from './gateway-config.js';
import { start } from './start.js';

/** About as long as a load balancer needs to see that /readyz says no. */
const drainMs = 1_000;

await runProcess(async (undo) => {
  const settings = loadConfig(gatewaySettings);
  const keysFolder = settings.BOTBAZAAR_KEYS_DIR;
  const own = openServiceProcess('gateway', settings, undo);
  const registry = own.client('registry', settings.REGISTRY_ADDRESS);
  const billing = own.client('billing', settings.BILLING_ADDRESS);
  const dispatch = own.client('dispatch', settings.DISPATCH_ADDRESS);
  const settlement = own.healthOf('settlement', settings.SETTLEMENT_ADDRESS);
  const gateway = await start(
    {
      host: settings.BOTBAZAAR_HOST,
      port: settings.BOTBAZAAR_PORT,
      publicBaseUrl: settings.BOTBAZAAR_PUBLIC_URL,
      trustedProxies: settings.BOTBAZAAR_TRUSTED_PROXIES,
      allowedEndpoints: settings.BOTBAZAAR_ALLOWED_ENDPOINTS.map(parseHostPort),
      limits: limitsFor({
        burst: settings.BOTBAZAAR_CHALLENGES_BURST,
        perMinute: settings.BOTBAZAAR_CHALLENGES_PER_MINUTE,
      }),
      simulatedMoney: settings.BOTBAZAAR_SIMULATED_MONEY,
    },
    {
      registry: registry.service,
      billing: billing.service,
      dispatch: dispatch.service,
      health: [registry.health, billing.health, dispatch.health, settlement],
      clock: systemClock,
      logger: own.logger,
      tokenKeys: openKeyring(join(keysFolder, 'tokens.json')),
      adminToken: openSecretFile(join(keysFolder, 'admin.token'), 32),
    },
  );
  undo(() => gateway.stop());
  undo(() => gateway.drain(drainMs));
  // Alive is what an orchestrator asks; whether the others are well is told by /readyz.
  await own.serve({}, []);
});
