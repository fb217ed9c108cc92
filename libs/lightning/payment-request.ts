/** What an invoice is. Only LND's word counts: other decoders take other fields where some are given twice. */
import { type Msat, msat } from '#kernel/msat';
import type { LndClient } from './lnd-client.js';
import { isDefinite, lightningUnavailable, textOf } from './lnd-errors.js';

export interface PaymentRequest {
  readonly paymentHash: Buffer;
  /** Zero where the payer chooses the amount. */
  readonly amountMsat: Msat;
  /** Public key of the payee, in hex; of a blinded invoice not the payee's own. */
  readonly destination: string;
  /** As the payee says, in whole seconds. */
  readonly expiresAt: Date;
  readonly cltvExpiryBlocks: number;
  /** 32 bytes in hex, or empty. */
  readonly descriptionHash: string;
  /** Whether a route hint names the channel 0, at which lnd hangs beyond its own timeout. */
  readonly hasHintWithoutChannel: boolean;
}

/** LND's refusal in its own words: malformed, of another network, a wrong checksum, … */
export interface UnreadableRequest {
  readonly refusal: string;
}

export async function decodePaymentRequest(
  lnd: LndClient,
  paymentRequest: string,
): Promise<PaymentRequest | UnreadableRequest> {
  try {
    const decoded = await lnd.unary(lnd.lightning.DecodePayReq, { pay_req: paymentRequest });
    const hints = decoded.route_hints.flatMap((hint) => hint.hop_hints);
    return {
      paymentHash: Buffer.from(decoded.payment_hash, 'hex'),
      amountMsat: msat(BigInt(decoded.num_msat)),
      destination: decoded.destination,
      expiresAt: new Date((Number(decoded.timestamp) + Number(decoded.expiry)) * 1_000),
      cltvExpiryBlocks: Number(decoded.cltv_expiry),
      descriptionHash: decoded.description_hash,
      hasHintWithoutChannel: hints.some((hint) => hint.chan_id === '0'),
    };
  } catch (error) {
    if (isDefinite(error)) return { refusal: textOf(error) };
    throw lightningUnavailable('read the invoice', error);
  }
}
