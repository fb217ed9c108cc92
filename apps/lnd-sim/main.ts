/** Runs the simulator by itself, for a person with an LND client: `node dist/apps/lnd-sim/main.js DIRECTORY`. */
import { systemClock } from '#kernel/clock';
import { start } from './start.js';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: node dist/apps/lnd-sim/main.js DIRECTORY');
  process.exit(2);
}
const sim = await start({ directory, nodes: ['market', 'buyer', 'seller'], clock: systemClock });
for (const [name, { grpcAddress, tlsCertFile, adminMacaroonFile, pubkey }] of Object.entries(sim.nodes)) {
  console.log(JSON.stringify({ name, grpcAddress, tlsCertFile, adminMacaroonFile, pubkey }));
}
console.log(JSON.stringify({ controlUrl: sim.controlUrl, controlTokenFile: sim.controlTokenFile }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sim.stop());
