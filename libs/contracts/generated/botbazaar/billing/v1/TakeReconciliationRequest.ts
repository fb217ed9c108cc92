// Original file: proto/botbazaar/billing/v1/billing.proto


export interface TakeReconciliationRequest {
  'node'?: (string);
}

export interface TakeReconciliationRequest__Output {
  'node': (string);
}
