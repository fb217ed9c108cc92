// Pays a Lightning invoice from the wallet of the simulated buyer: `npm run --silent pay -- lnbcrt…` prints the preimage.
//
// The marketplace's nodes speak LND's own gRPC, so any LND client can do this; here it is the one that Polar uses. Where you
// have lncli, it does the same with the three names in connect.json:
//   lncli --rpcserver=… --tlscertpath=… --macaroonpath=… payinvoice --force --json lnbcrt…
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import lnd from '@lightningpolar/lnd-api';
import { root } from './root.mjs';

/** A hold invoice keeps the payment open while the seller works. */
const timeoutSeconds = 60;
const maxFeeMsat = 10_000;

const [invoice, ...more] = process.argv.slice(2);
if (!invoice || more.length > 0) fail('Usage: npm run --silent pay -- <invoice>');

const directory = resolve(root, process.env.BOTBAZAAR_DATA_DIR || '.botbazaar');
const { grpc, tlsCertFile, macaroonFile } = readConnectFile().nodes.buyer;
const inHex = (file) => readFileSync(join(directory, file)).toString('hex');
const router = lnd.RouterApi.create({ socket: grpc, cert: inHex(tlsCertFile), macaroon: inHex(macaroonFile) });
const payment = router.sendPaymentV2({
  paymentRequest: invoice,
  timeoutSeconds,
  feeLimitMsat: String(maxFeeMsat),
  noInflightUpdates: true,
});
payment.on('error', (error) => fail(`The payment could not be made: ${error.details ?? error.message}`));
payment.on('data', ({ status, paymentPreimage, failureReason }) => {
  if (status !== 'SUCCEEDED') fail(`Nothing was paid: the payment ended as ${status} (${failureReason}).`);
  console.log(paymentPreimage);
  process.exit(0);
});

function readConnectFile() {
  try {
    return JSON.parse(readFileSync(join(directory, 'connect.json'), 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return fail(`Nothing is running on ${directory}. Start it with npm start.`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
