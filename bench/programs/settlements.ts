/**
 * Loaded before the product's main file by `real-lnd`: notes when billing calls SettleInvoice, and when the posting that follows
 * LND's word is committed. `{settlements: true}` is answered `{settlements}`, those since the last time.
 */
import { Delivery } from '#apps/billing/charges/delivery';
import { InvoiceFacts } from '#apps/billing/charges/invoice-facts';
import { wallMs } from '../harness.js';

export interface Settlement {
  /** In hex. */
  readonly paymentHash: string;
  readonly calledMs: number;
  readonly postedMs: number;
}

const called = new Map<string, number>();
let settlements: Settlement[] = [];

const { settle } = Delivery.prototype;
Delivery.prototype.settle = function (this: Delivery, charge) {
  called.set(charge.paymentHash.toString('hex'), wallMs());
  return settle.call(this, charge);
};

const { report } = InvoiceFacts.prototype;
InvoiceFacts.prototype.report = async function (this: InvoiceFacts, told) {
  const answer = await report.call(this, told);
  const paymentHash = told.paymentHash.toString('hex');
  const calledMs = called.get(paymentHash);
  if (told.state === 'SETTLED' && calledMs !== undefined) {
    settlements.push({ paymentHash, calledMs, postedMs: wallMs() });
    called.delete(paymentHash);
  }
  return answer;
};

process.on('message', (message: { settlements?: true }) => {
  if (!message.settlements) return;
  process.send?.({ settlements });
  settlements = [];
});
// The channel must not keep the product alive.
process.channel?.unref();
