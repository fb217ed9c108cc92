// Original file: proto/botbazaar/registry/v1/registry.proto


export interface ChangeStateRequest {
  'accountId'?: (string);
  'slug'?: (string);
  'action'?: (string);
}

export interface ChangeStateRequest__Output {
  'accountId': (string);
  'slug': (string);
  'action': (string);
}
