// Original file: proto/lnd/lightning.proto


export interface PendingChannelsRequest {
  'include_raw_tx'?: (boolean);
}

export interface PendingChannelsRequest__Output {
  'include_raw_tx': (boolean);
}
