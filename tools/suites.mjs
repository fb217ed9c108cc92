// Which suites `npm test` leaves to other scripts, so that it stays under five minutes on two cores.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const marketplace = (name) => `test/marketplace/${name}.test.ts`;

/** What kills the one process, counts its calls or has its own queue: these mean one process. */
const onlyInOneProcess = ['crash', 'money.property', 'redis', 'round-trips', 'webhook-crash'];
/** Whole purchases of each kind, which npm test runs as well. */
const first = ['paid-task', 'failing-sellers', 'purchase-rules'];

/** `npm run test:split` runs these in one process and apart, and compares the two. */
export const bothWays = readdirSync(join(root, 'test', 'marketplace')).flatMap((file) => {
  const name = file.replace(/\.test\.ts$/, '');
  return file === name || onlyInOneProcess.includes(name) ? [] : [name];
});

/** Each row of the fault matrix waits for what goes wrong, and for what mends it. */
const faults = readdirSync(join(root, 'test', 'faults')).filter((file) => file.endsWith('.test.ts'));

/** `npm run test:long` runs these: they kill and start whole instances, or bots that read pages, or wait by the clocks of production. */
export const long = [
  ...faults.map((file) => `test/faults/${file}`),
  ...['crash', 'webhook-crash', 'round-trips', 'redis'].map(marketplace),
  'test/any-request/any-request.test.ts',
  'test/billing/writer-traffic.test.ts',
  'test/bots/researcher.test.ts',
  'test/bots/image-seller.test.ts',
  'test/contracts/replicas.test.ts',
  'test/dispatch/crash.test.ts',
  'test/dispatch/late-server.test.ts',
  'test/dispatch/outcomes.test.ts',
  'test/dispatch/queue-loss.test.ts',
  'test/lnd-sim/crash.test.ts',
  'test/lnd-sim/full-disk.test.ts',
  'test/settlement/leader.test.ts',
  'test/settlement/node-fitness.test.ts',
  'test/settlement/outage.test.ts',
  'test/settlement/payouts-crash.test.ts',
  'test/settlement/payouts-weather.test.ts',
  'test/settlement/reconciliation-two-nodes.test.ts',
  'test/start/two-nodes.test.ts',
  'test/start/prepare.test.ts',
  'test/regression/restore.test.ts',
];

/** What npm test leaves out of the folders that it looks into. */
export const elsewhere = [...bothWays.filter((name) => !first.includes(name)).map(marketplace), ...long];
