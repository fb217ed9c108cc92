/** Asks a service of this machine for its health: `node dist/apps/botbazaar/health.js billing`. Ends with 0 where it is well. */
import { Type } from 'typebox';
import { openIdentity } from '#config/identity-files';
import { loadConfig } from '#config/load';
import { settingsByProcess } from '#config/service-settings';
import { serviceNames } from '#contracts/callers';
import { openHealth } from '#contracts/grpc-client';

const name = serviceNames.find((each) => each === process.argv[2]);
if (name === undefined) {
  console.error(`usage: node dist/apps/botbazaar/health.js ${serviceNames.join('|')}`);
  process.exit(2);
}
// With the settings and the identity of the service itself.
const { BOTBAZAAR_KEYS_DIR, BOTBAZAAR_RPC_PORT } = settingsByProcess[name].properties;
const settings = loadConfig(Type.Object({ BOTBAZAAR_KEYS_DIR, BOTBAZAAR_RPC_PORT }));
const identity = openIdentity(settings.BOTBAZAAR_KEYS_DIR, name, serviceNames);
const health = openHealth(name, { identity, address: `127.0.0.1:${settings.BOTBAZAAR_RPC_PORT}` });
const missing = await health.missing();
health.close();
for (const line of missing) console.error(line);
process.exit(missing.length === 0 ? 0 : 1);
