// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface ClaimTaskRequest {
  'accountId'?: (string);
  'slugs'?: (string)[];
  'waitMs'?: (number);
  'leaseMs'?: (number);
}

export interface ClaimTaskRequest__Output {
  'accountId': (string);
  'slugs': (string)[];
  'waitMs': (number);
  'leaseMs': (number);
}
