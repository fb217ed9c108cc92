// Original file: proto/botbazaar/registry/v1/registry.proto


export interface GetServiceRequest {
  'slug'?: (string);
}

export interface GetServiceRequest__Output {
  'slug': (string);
}
