/**
 * A wallet that pays from the balance of a marketplace account: what a bot has earned, without a node of its own. Tasks of the same
 * marketplace cost no routing that way, if they are ordered with `"funding": "invoice"`; other invoices are paid out to.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MarketClient, Payout } from './client.js';
import { MarketError, PaymentFailed, PaymentUnknown } from './errors.js';
import { readInvoice } from './invoice.js';
import type { Paid, PayLimits, Wallet } from './wallet.js';

/** The marketplace may be away so long before a payment is given up as unknown. */
const lostForMs = 60_000;
const lookEveryMs = 200;
const maxBackoffMs = 5_000;
/** Another order has paid this invoice, or may do so yet. */
const paidByOthers: readonly string[] = ['invoice_already_used', 'idempotency_key_reused'];

export class BalanceWallet implements Wallet {
  readonly #client: MarketClient;

  /** `client` must have the credential of the account. */
  constructor(client: MarketClient) {
    this.#client = client;
  }

  async pay(invoice: string, { maxFeeMsat }: PayLimits): Promise<Paid> {
    const { paymentHash } = readInvoice(invoice);
    // By this key the same invoice is the same payout, however often it is asked for.
    const key = `invoice ${paymentHash}`;
    const order = { invoice, maxFeeMsat: String(maxFeeMsat) };
    let payout = await answered(paymentHash, () => this.#client.payOut(order, key));
    while (payout.state !== 'SUCCEEDED') {
      if (payout.state === 'FAILED') throw new PaymentFailed(payout.failure ?? 'no reason was given', paymentHash);
      await sleep(lookEveryMs);
      payout = await answered(paymentHash, () => this.#client.payout(payout.payoutId));
    }
    return {
      preimage: payout.preimage ?? '',
      paidMsat: BigInt(payout.amountMsat),
      feeMsat: BigInt(payout.feeMsat ?? '0'),
    };
  }

  async balanceMsat(): Promise<bigint> {
    return BigInt((await this.#client.me()).balanceMsat);
  }
}

/** Asks until there is an answer. A refusal is final; that nobody answers says nothing of the payment. */
async function answered(paymentHash: string, ask: () => Promise<Payout>): Promise<Payout> {
  const startedAt = performance.now();
  for (let backoffMs = 100; ; backoffMs = Math.min(2 * backoffMs, maxBackoffMs)) {
    try {
      return await ask();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const refused = error instanceof MarketError && error.status < 500 && error.status !== 429;
      if (refused && !paidByOthers.includes(error.code))
        throw new PaymentFailed(error.code || why, paymentHash, { cause: error });
      if (refused || performance.now() - startedAt > lostForMs)
        throw new PaymentUnknown(paymentHash, why, { cause: error });
      await sleep(backoffMs);
    }
  }
}
