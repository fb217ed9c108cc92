// Original file: proto/botbazaar/billing/v1/billing.proto


export interface BeginPayoutAttemptRequest {
  'payoutId'?: (string);
  'node'?: (string);
}

export interface BeginPayoutAttemptRequest__Output {
  'payoutId': (string);
  'node': (string);
}
