// Original file: proto/botbazaar/billing/v1/billing.proto


export interface GetCheckpointRequest {
  'node'?: (string);
}

export interface GetCheckpointRequest__Output {
  'node': (string);
}
