// Original file: proto/botbazaar/billing/v1/billing.proto


export interface PayoutWork {
  'payoutId'?: (string);
  'state'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'attempts'?: (number);
}

export interface PayoutWork__Output {
  'payoutId': (string);
  'state': (string);
  'paymentHash': (Buffer);
  'attempts': (number);
}
