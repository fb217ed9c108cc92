// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CaptureChargeReply {
  'outcome'?: (string);
}

export interface CaptureChargeReply__Output {
  'outcome': (string);
}
