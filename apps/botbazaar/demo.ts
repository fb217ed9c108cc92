/** `npm run demo`: the demonstration again, on the instance that is running. */
import { resolve } from 'node:path';
import { loadConfig } from '#config/load';
import { settings as settingsSchema } from '#config/settings';
import { Bots } from './bot-process.js';
import { type Connection, readConnectFile } from './connect-file.js';
import { demonstrate } from './demonstration.js';
import { failurePage } from './failure.js';
import { isOpen, readSellerPorts } from './seller-ports.js';
import { botEnvironment, surroundings } from './surroundings.js';
import { openTerminal } from './terminal.js';

const around = loadConfig(surroundings);
const terminal = openTerminal(process.stdout, around.NO_COLOR !== undefined);

async function main(): Promise<boolean> {
  const dataDirectory = resolve(loadConfig(settingsSchema).BOTBAZAAR_DATA_DIR);
  const connection = await readConnectFile(dataDirectory);
  const sellerPorts = await readSellerPorts(dataDirectory);
  if (connection === undefined || sellerPorts === undefined || !(await answers(connection))) {
    terminal.line(`Nothing is running on ${dataDirectory}. Start it with npm start.`);
    return false;
  }
  const shop = (await isOpen(sellerPorts.textAnalysis)) ? 'elsewhere' : 'closes';
  const bots = new Bots(botEnvironment(around));
  terminal.line();
  try {
    await demonstrate({ connection, dataDirectory, sellerPorts, terminal, bots, shop });
  } finally {
    await bots.stop();
  }
  terminal.line();
  return true;
}

/** A killed instance leaves its connect file behind. */
async function answers({ baseUrl }: Connection): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

main().then(
  (shown) => process.exit(shown ? 0 : 1),
  (thrown: unknown) => {
    terminal.line(terminal.paint.red(failurePage(thrown)));
    process.exit(1);
  },
);
