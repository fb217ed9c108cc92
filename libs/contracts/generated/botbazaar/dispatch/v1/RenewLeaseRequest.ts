// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface RenewLeaseRequest {
  'accountId'?: (string);
  'taskId'?: (string);
  'attempt'?: (number);
  'leaseMs'?: (number);
  'hasProgress'?: (boolean);
  'progress'?: (number | string);
  'note'?: (string);
  'pieceN'?: (number);
  'pieceJson'?: (string);
}

export interface RenewLeaseRequest__Output {
  'accountId': (string);
  'taskId': (string);
  'attempt': (number);
  'leaseMs': (number);
  'hasProgress': (boolean);
  'progress': (number);
  'note': (string);
  'pieceN': (number);
  'pieceJson': (string);
}
