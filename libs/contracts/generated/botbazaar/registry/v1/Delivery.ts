// Original file: proto/botbazaar/registry/v1/registry.proto


export interface Delivery {
  'mode'?: (string);
  'url'?: (string);
}

export interface Delivery__Output {
  'mode': (string);
  'url': (string);
}
