// Original file: proto/botbazaar/registry/v1/registry.proto


export interface ListOwnRequest {
  'accountId'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListOwnRequest__Output {
  'accountId': (string);
  'cursor': (string);
  'limit': (number);
}
