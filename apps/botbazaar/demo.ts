/** `npm run demo`: the demonstration again, on the instance that is running. */

import { resolve } from 'node:path';
import { loadConfig } from '#config/load';
import { settings as settingsSchema } from '#config/settings';
import { readConnectFile } from './connect-file.js';
import { readDemoFile } from './demo-file.js';
import { demonstrate } from './demonstration.js';
import { failurePage } from './failure.js';
import { botEnvironment, surroundings } from './surroundings.js';
import { openTerminal } from './terminal.js';

const around = loadConfig(surroundings);
const terminal = openTerminal(process.stdout, around.NO_COLOR !== undefined);

async function main(): Promise<void> {
  const dataDirectory = resolve(loadConfig(settingsSchema).BOTBAZAAR_DATA_DIR);
  const connection = await readConnectFile(dataDirectory);
  if (!connection) {
    terminal.line(`Nothing is running on ${dataDirectory}. Start it with npm start.`);
    process.exitCode = 1;
    return;
  }
  const sellerPorts = await readDemoFile(dataDirectory);
  terminal.line();
  await demonstrate({ connection, dataDirectory, sellerPorts, terminal, botEnvironment: botEnvironment(around) });
  terminal.line();
}

main().catch((thrown: unknown) => {
  terminal.line(terminal.paint.red(failurePage(thrown)));
  process.exitCode = 1;
});
