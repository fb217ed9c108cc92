/**
 * What can go wrong for a buyer or a seller. Each class answers one question of the caller: was money spent, and what can
 * be done now?
 *
 * | class             | was money spent?            | what to do                                                 |
 * |-------------------|-----------------------------|------------------------------------------------------------|
 * | InvalidChallenge  | no                          | the server is broken or is not an L402 server              |
 * | TooExpensive      | no                          | raise the limit, or look elsewhere                         |
 * | PaymentFailed     | no, and it will not be      | `reason` says why; a canceled hold means the work failed   |
 * | PaymentUnknown    | perhaps                     | call again with `resume`: the same invoice is paid once    |
 * | ResultNotFetched  | yes                         | call again with `resume`: the credential stays good        |
 * | CredentialRefused | yes                         | a dispute: the server asks for money for what was paid     |
 * | MarketError       | no                          | the marketplace's own answer (RFC 9457), see `code`        |
 */

/** A challenge and, once it is paid, its preimage. Keep it to fetch the result again, or to finish after a crash. */
export interface Purchase {
  /** The macaroon byte for byte as the server wrote it, base64. */
  readonly macaroon: string;
  /** BOLT11. */
  readonly invoice: string;
  /** 32 bytes in hex: the proof of payment. */
  readonly preimage?: string;
}

export class InvalidChallenge extends Error {
  override readonly name = 'InvalidChallenge';
}

export class TooExpensive extends Error {
  override readonly name = 'TooExpensive';
  constructor(
    readonly amountMsat: bigint,
    readonly maxMsat: bigint,
  ) {
    super(`the invoice asks for ${amountMsat} msat and the limit is ${maxMsat} msat; nothing was paid`);
  }
}

/** The wallet knows for certain that nothing was paid and that nothing will be. */
export class PaymentFailed extends Error {
  override readonly name = 'PaymentFailed';
  constructor(
    /** LND's `FAILURE_REASON_…`, or the text with which LND refused to try. */
    readonly reason: string,
    /** 32 bytes in hex. */
    readonly paymentHash: string,
    options?: ErrorOptions,
  ) {
    super(`the payment failed and nothing was paid: ${reason}`, options);
  }
}

/** The wallet lost sight of a payment that may be under way. Paying the same invoice again is safe, another one is not. */
export class PaymentUnknown extends Error {
  override readonly name = 'PaymentUnknown';
  /** Filled by `payAndFetch`: what to pass as `resume`. */
  purchase: Purchase | undefined;
  constructor(
    readonly paymentHash: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`what became of the payment is not known: ${message}`, options);
  }
}

export class ResultNotFetched extends Error {
  override readonly name = 'ResultNotFetched';
  constructor(
    readonly purchase: Purchase,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`paid, but the result could not be fetched: ${why}`, options);
  }
}

export class CredentialRefused extends Error {
  override readonly name = 'CredentialRefused';
  constructor(readonly purchase: Purchase) {
    super('paid, but the server answered 402 again; not paying twice for one request');
  }
}

/** The marketplace said no: a problem document of RFC 9457. */
export class MarketError extends Error {
  override readonly name = 'MarketError';
  constructor(
    readonly status: number,
    /** Stable, in snake case; `docs/errors.md` lists them. Empty where the answer was no problem document. */
    readonly code: string,
    readonly detail: string,
    /** What is wrong where, for code `invalid_request` and its like. */
    readonly fields: readonly { path: string; message: string }[] = [],
  ) {
    super(`${status}${code && ` ${code}`}: ${detail}`);
  }
}
