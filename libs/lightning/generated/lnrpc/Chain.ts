// Original file: proto/lnd/lightning.proto


export interface Chain {
  'network'?: (string);
}

export interface Chain__Output {
  'network': (string);
}
