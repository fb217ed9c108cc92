// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface FundTaskReply {
  'outcome'?: (string);
}

export interface FundTaskReply__Output {
  'outcome': (string);
}
