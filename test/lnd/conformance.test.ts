/** The conformance suites on real lnd: where one fails here and not on the simulator, the simulator is wrong. */
import { invoicesConformance } from '../lnd-sim/conformance/invoices.js';
import { macaroonsConformance } from '../lnd-sim/conformance/macaroons.js';
import { paymentsConformance } from '../lnd-sim/conformance/payments.js';
import { shutdownConformance, streamsConformance } from '../lnd-sim/conformance/streams.js';
import { RealTarget } from './real-target.js';

const target = new RealTarget();

streamsConformance(() => target);
invoicesConformance(() => target);
paymentsConformance(() => target);
macaroonsConformance(() => target);
shutdownConformance(() => target);
