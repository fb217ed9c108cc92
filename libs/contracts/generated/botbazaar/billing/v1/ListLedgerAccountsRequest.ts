// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListLedgerAccountsRequest {
  'code'?: (number);
  'owner'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListLedgerAccountsRequest__Output {
  'code': (number);
  'owner': (string);
  'cursor': (string);
  'limit': (number);
}
