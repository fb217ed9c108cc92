// Original file: proto/lnd/lightning.proto


export interface MacaroonPermission {
  'entity'?: (string);
  'action'?: (string);
}

export interface MacaroonPermission__Output {
  'entity': (string);
  'action': (string);
}
