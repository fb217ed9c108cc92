// Original file: proto/botbazaar/billing/v1/billing.proto


export interface BeginAdminActionReply {
  'actionId'?: (string);
}

export interface BeginAdminActionReply__Output {
  'actionId': (string);
}
