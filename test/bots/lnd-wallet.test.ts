import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PaymentFailed, PaymentUnknown } from '#sdk/errors';
import { LndWallet } from '#sdk/lnd-wallet';
import { type FakeLnd, fail, fakeLnd, type PaymentScript, report } from '#test/bots/fake-lnd';
import { makeInvoice } from '#test/bots/fake-market';

const preimage = randomBytes(32);
const paymentHash = createHash('sha256').update(preimage).digest('hex');
const invoice = makeInvoice(paymentHash, 1500n);
const limits = { maxFeeMsat: 100n, timeoutSeconds: 5 };
const paid = { preimage: preimage.toString('hex'), paidMsat: 1500n, feeMsat: 2n };

let lnd: FakeLnd;
let wallet: LndWallet;

beforeEach(async () => {
  lnd = await fakeLnd();
  wallet = new LndWallet({ ...lnd, lostForSeconds: 1 });
});

afterEach(() => {
  wallet.close();
  lnd.close();
});

const succeed: PaymentScript = (stream) => {
  report(stream, { status: 'IN_FLIGHT' });
  report(stream, { status: 'SUCCEEDED', payment_preimage: preimage.toString('hex') });
  stream.end();
};
const failWith =
  (reason: string): PaymentScript =>
  (stream) => {
    report(stream, { status: 'FAILED', failure_reason: reason });
    stream.end();
  };
const answer =
  (code: number, details: string): PaymentScript =>
  (stream) =>
    fail(stream, code, details);

const breakAfterUpdate: PaymentScript = (stream) => {
  report(stream, { status: 'IN_FLIGHT' });
  fail(stream, 14, 'gone');
};

const methods = () => lnd.calls.map(({ method }) => method);

describe('LndWallet', () => {
  it('pays and answers with the preimage, the amount and the fee', async () => {
    lnd.send = [succeed];
    expect(await wallet.pay(invoice, limits)).toEqual(paid);
    expect(lnd.calls).toHaveLength(1);
    expect(lnd.calls[0]?.request).toMatchObject({
      payment_request: invoice,
      fee_limit_msat: '100',
      timeout_seconds: 5,
      cancelable: false,
      allow_self_payment: false,
      amt_msat: '0',
    });
  });

  it('waits while the payee holds the payment', async () => {
    lnd.send = [
      (stream) => {
        report(stream, { status: 'IN_FLIGHT' });
        setTimeout(() => succeed(stream), 1500);
      },
    ];
    expect(await wallet.pay(invoice, { ...limits, timeoutSeconds: 1 })).toEqual(paid);
    expect(methods()).toEqual(['send']);
  });

  it('says why a payment failed', async () => {
    lnd.send = [failWith('FAILURE_REASON_INCORRECT_PAYMENT_DETAILS')];
    const error: unknown = await wallet.pay(invoice, limits).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PaymentFailed);
    expect(error).toMatchObject({ reason: 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS', paymentHash });
  });

  it.each<[string, PaymentScript]>([
    ['breaks', answer(14, 'Connection dropped')],
    ['is reset by a panic', answer(13, 'internal server error')],
    ['ends without a final state', (stream) => stream.end()],
    ['breaks after the first update', breakAfterUpdate],
  ])('tracks the payment and sends nothing again when its stream %s', async (_, lost) => {
    lnd.send = [lost];
    lnd.track = [lost, succeed];
    expect(await wallet.pay(invoice, limits)).toEqual(paid);
    expect(methods()).toEqual(['send', 'track', 'track']);
    expect(lnd.calls[1]?.request).toMatchObject({ payment_hash: Buffer.from(paymentHash, 'hex') });
  });

  it('learns from tracking that a lost payment failed', async () => {
    lnd.send = [answer(14, 'Connection dropped')];
    lnd.track = [failWith('FAILURE_REASON_NO_ROUTE')];
    await expect(wallet.pay(invoice, limits)).rejects.toMatchObject({ reason: 'FAILURE_REASON_NO_ROUTE' });
  });

  it('fetches the preimage of an invoice that was paid before', async () => {
    lnd.send = [answer(6, 'invoice is already paid')];
    lnd.track = [succeed];
    expect(await wallet.pay(invoice, limits)).toEqual(paid);
    expect(methods()).toEqual(['send', 'track']);
  });

  it('hands the same invoice over again only when the node has never heard of its hash', async () => {
    lnd.send = [answer(14, 'Connection dropped'), succeed];
    lnd.track = [answer(5, "payment isn't initiated")];
    expect(await wallet.pay(invoice, limits)).toEqual(paid);
    expect(methods()).toEqual(['send', 'track', 'send']);
  });

  it('reports a refusal to send as a failed payment once the node confirms that it knows none', async () => {
    lnd.send = [answer(2, 'invoice expired. Valid until 2026-01-01 00:00:00 +0000 UTC')];
    const error: unknown = await wallet.pay(invoice, limits).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PaymentFailed);
    expect((error as PaymentFailed).reason).toContain('invoice expired');
    expect(methods()).toEqual(['send', 'track']);
  });

  it('does not believe a refusal when the payment is there', async () => {
    lnd.send = [answer(2, 'routerrpc server shutting down')];
    lnd.track = [answer(14, 'No connection established'), succeed];
    expect(await wallet.pay(invoice, limits)).toEqual(paid);
    expect(methods()).toEqual(['send', 'track', 'track']);
  });

  it('says that the outcome is unknown when the node stays away', async () => {
    lnd.send = [answer(14, 'Connection dropped')];
    lnd.track = [answer(14, 'No connection established')];
    await expect(wallet.pay(invoice, limits)).rejects.toBeInstanceOf(PaymentUnknown);
    expect(methods().filter((method) => method === 'send')).toHaveLength(1);
  });

  it('says at once that its macaroon is refused', async () => {
    writeFileSync(lnd.macaroonFile, 'another');
    lnd.send = [succeed];
    await expect(wallet.pay(invoice, limits)).rejects.toThrow('verification failed');
    expect(methods()).toEqual(['send', 'track']);
  });

  it('does not take a preimage that does not fit', async () => {
    lnd.send = [(stream) => report(stream, { status: 'SUCCEEDED', payment_preimage: '00'.repeat(32) })];
    await expect(wallet.pay(invoice, limits)).rejects.toBeInstanceOf(PaymentUnknown);
  });

  it('reads what can be spent', async () => {
    lnd.balanceMsat = '123456789';
    expect(await wallet.balanceMsat()).toBe(123456789n);
  });
});
