// Original file: proto/botbazaar/registry/v1/registry.proto


export interface GetVersionRequest {
  'listingId'?: (string);
  'version'?: (number);
}

export interface GetVersionRequest__Output {
  'listingId': (string);
  'version': (number);
}
