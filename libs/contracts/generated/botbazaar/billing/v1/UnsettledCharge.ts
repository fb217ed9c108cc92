// Original file: proto/botbazaar/billing/v1/billing.proto


export interface UnsettledCharge {
  'chargeId'?: (string);
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'state'?: (string);
}

export interface UnsettledCharge__Output {
  'chargeId': (string);
  'taskId': (string);
  'paymentHash': (Buffer);
  'state': (string);
}
