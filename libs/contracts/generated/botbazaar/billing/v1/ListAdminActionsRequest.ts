// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListAdminActionsRequest {
  'target'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListAdminActionsRequest__Output {
  'target': (string);
  'cursor': (string);
  'limit': (number);
}
