/** Runs the simulator by itself, for a person with an LND client or apart: `node dist/apps/lnd-sim/main.js DIRECTORY`. */
import { loadConfig } from '#config/load';
import { simulatorSettings } from '#config/service-settings';
import { systemClock } from '#kernel/clock';
import { runProcess } from '#process/run-process';
import { start } from './start.js';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: node dist/apps/lnd-sim/main.js DIRECTORY');
  process.exit(2);
}
await runProcess(async (undo) => {
  const settings = loadConfig(simulatorSettings);
  const sim = await start({
    directory,
    nodes: ['market', 'buyer', 'seller'],
    host: settings.BOTBAZAAR_SIM_HOST,
    ports: {
      market: settings.BOTBAZAAR_SIM_PORT_MARKET,
      buyer: settings.BOTBAZAAR_SIM_PORT_BUYER,
      seller: settings.BOTBAZAAR_SIM_PORT_SELLER,
    },
    controlPort: settings.BOTBAZAAR_SIM_CONTROL_PORT,
    clock: systemClock,
  });
  undo(() => sim.stop());
  for (const [name, { grpcAddress, tlsCertFile, adminMacaroonFile, pubkey }] of Object.entries(sim.nodes)) {
    console.log(JSON.stringify({ name, grpcAddress, tlsCertFile, adminMacaroonFile, pubkey }));
  }
  console.log(JSON.stringify({ controlUrl: sim.controlUrl, controlTokenFile: sim.controlTokenFile }));
  return { failed: sim.failed };
});
