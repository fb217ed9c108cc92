// Original file: proto/lnd/lightning.proto


export interface PayReqString {
  'pay_req'?: (string);
}

export interface PayReqString__Output {
  'pay_req': (string);
}
