// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface GetPiecesRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'after'?: (number);
}

export interface GetPiecesRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
  'after': (number);
}
