// Original file: proto/lnd/lightning.proto


export interface DeleteMacaroonIDResponse {
  'deleted'?: (boolean);
}

export interface DeleteMacaroonIDResponse__Output {
  'deleted': (boolean);
}
