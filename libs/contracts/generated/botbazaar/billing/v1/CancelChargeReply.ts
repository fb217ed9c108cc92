// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CancelChargeReply {
  'outcome'?: (string);
}

export interface CancelChargeReply__Output {
  'outcome': (string);
}
