// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListIncidentsRequest {
  'openOnly'?: (boolean);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListIncidentsRequest__Output {
  'openOnly': (boolean);
  'cursor': (string);
  'limit': (number);
}
