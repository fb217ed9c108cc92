/** A client that others wrote, with LND's complete definitions, trades on the simulator without knowing that it is one. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Invoice, LndClient, LndRpcApis, Payment } from '@lightningpolar/lnd-api';
import { eventually } from './harness/lnd.js';
import { SimTarget } from './harness/sim-target.js';
import type { TargetNodeName } from './harness/target.js';

const stock = createRequire(import.meta.url)('@lightningpolar/lnd-api') as { LndClient: typeof LndClient };

let target: SimTarget;
beforeAll(async () => {
  target = await SimTarget.start();
});
afterAll(() => target.stop());

function connect(name: TargetNodeName): LndRpcApis {
  const { grpcAddress, tlsCertFile, macaroon } = target.nodes[name];
  return stock.LndClient.create({ socket: grpcAddress, macaroon, cert: readFileSync(tlsCertFile).toString('hex') });
}

describe('a stock client', () => {
  it('pays a hold invoice and gets the preimage', async () => {
    const [market, buyer] = [connect('market'), connect('buyer')];
    expect((await market.state.getState()).state).toBe('SERVER_ACTIVE');
    const info = await market.lightning.getInfo();
    expect(info).toMatchObject({ identityPubkey: target.sim.nodes.market.pubkey, syncedToChain: true });

    const preimage = randomBytes(32);
    const hash = createHash('sha256').update(preimage).digest();
    const { paymentRequest } = await market.invoices.addHoldInvoice({ hash, valueMsat: '21000', memo: 'a report' });
    expect(paymentRequest).toMatch(/^lnbcrt210n1/);
    const decoded = await buyer.lightning.decodePayReq({ payReq: paymentRequest });
    expect(decoded).toMatchObject({ numMsat: '21000', description: 'a report', destination: info.identityPubkey });

    const states: string[] = [];
    const following = market.invoices.subscribeSingleInvoice({ rHash: hash });
    following.on('data', ({ state }: Invoice) => states.push(String(state)));
    const updates: Payment[] = [];
    const paying = buyer.router.sendPaymentV2({ paymentRequest, timeoutSeconds: 30, feeLimitMsat: '1000' });
    paying.on('data', (payment: Payment) => updates.push(payment));
    const ended = Promise.all([once(following, 'end'), once(paying, 'end')]);
    await eventually(async () => states.includes('ACCEPTED'), Boolean);
    await market.invoices.settleInvoice({ preimage });
    await ended;

    expect(states).toEqual(['OPEN', 'ACCEPTED', 'SETTLED']);
    expect(updates.at(-1)).toMatchObject({
      status: 'SUCCEEDED',
      paymentPreimage: preimage.toString('hex'),
      valueMsat: '21000',
      feeMsat: '0',
      failureReason: 'FAILURE_REASON_NONE',
    });
    const { channels } = await buyer.lightning.listChannels({});
    expect(channels).toHaveLength(2);
    const { payments } = await buyer.lightning.listPayments({});
    expect(payments.map(({ paymentHash }) => paymentHash)).toEqual([hash.toString('hex')]);
  });

  it('reads what went wrong as from lnd', async () => {
    const market = connect('market');
    const unknown = market.invoices.cancelInvoice({ paymentHash: randomBytes(32) });
    await expect(unknown).rejects.toMatchObject({ code: 2, details: 'unable to locate invoice' });
    // This RPC is not simulated: a client must learn that from the code.
    await expect(market.lightning.newAddress({})).rejects.toMatchObject({ code: 12 });
  });
});
