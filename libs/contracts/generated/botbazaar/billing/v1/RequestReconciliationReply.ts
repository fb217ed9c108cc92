// Original file: proto/botbazaar/billing/v1/billing.proto


export interface RequestReconciliationReply {
  'reconciliationIds'?: (string)[];
}

export interface RequestReconciliationReply__Output {
  'reconciliationIds': (string)[];
}
