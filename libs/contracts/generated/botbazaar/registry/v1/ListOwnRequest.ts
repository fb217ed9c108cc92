// Original file: proto/botbazaar/registry/v1/registry.proto


export interface ListOwnRequest {
  'accountId'?: (string);
}

export interface ListOwnRequest__Output {
  'accountId': (string);
}
