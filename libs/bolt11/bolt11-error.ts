/** Why a text is not an invoice that may be paid, or fields are not ones that an invoice can carry. */
export type Bolt11Reason =
  | 'too_long'
  | 'too_short'
  | 'not_bech32'
  | 'unknown_prefix'
  | 'invalid_amount'
  | 'invalid_timestamp'
  | 'invalid_field'
  | 'missing_payment_hash'
  | 'missing_payment_secret'
  | 'missing_description'
  | 'two_descriptions'
  | 'unknown_required_feature'
  | 'invalid_signature';

/** A refusal by this codec. It is not an `AppError`: what it means to a caller is for the border that met it to say. */
export class Bolt11Error extends Error {
  constructor(
    readonly reason: Bolt11Reason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Bolt11Error';
  }
}
