// Original file: proto/lnd/lightning.proto


export interface BakeMacaroonResponse {
  'macaroon'?: (string);
}

export interface BakeMacaroonResponse__Output {
  'macaroon': (string);
}
