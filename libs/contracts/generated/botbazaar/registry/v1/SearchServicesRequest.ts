// Original file: proto/botbazaar/registry/v1/registry.proto


export interface SearchServicesRequest {
  'query'?: (string);
  'tag'?: (string);
  'maxPriceMsat'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
  'mode'?: (string);
  'minSuccessRate'?: (number | string);
  'maxMedianMs'?: (number);
}

export interface SearchServicesRequest__Output {
  'query': (string);
  'tag': (string);
  'maxPriceMsat': (string);
  'cursor': (string);
  'limit': (number);
  'mode': (string);
  'minSuccessRate': (number);
  'maxMedianMs': (number);
}
