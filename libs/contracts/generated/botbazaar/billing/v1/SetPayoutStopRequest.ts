// Original file: proto/botbazaar/billing/v1/billing.proto


export interface SetPayoutStopRequest {
  'node'?: (string);
  'stopped'?: (boolean);
  'actor'?: (string);
  'reason'?: (string);
}

export interface SetPayoutStopRequest__Output {
  'node': (string);
  'stopped': (boolean);
  'actor': (string);
  'reason': (string);
}
