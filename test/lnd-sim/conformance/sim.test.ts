/** The conformance suites on the simulator. */
import { afterAll, beforeAll } from '@jest/globals';
import { SimTarget } from '../harness/sim-target.js';
import { invoicesConformance } from './invoices.js';
import { macaroonsConformance } from './macaroons.js';
import { paymentsConformance } from './payments.js';
import { shutdownConformance, streamsConformance } from './streams.js';

let target: SimTarget;
beforeAll(async () => {
  target = await SimTarget.start();
});
afterAll(async () => {
  const { totalMsat } = await target.control('GET', '/wallets');
  await target.stop();
  if (totalMsat !== '30000000000') throw new Error(`the wallets hold ${totalMsat} msat`);
});

streamsConformance(() => target);
invoicesConformance(() => target);
paymentsConformance(() => target);
macaroonsConformance(() => target);
shutdownConformance(() => target);
