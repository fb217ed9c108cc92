// Original file: proto/botbazaar/billing/v1/billing.proto


export interface EndAdminActionRequest {
  'actionId'?: (string);
  'outcome'?: (string);
  'status'?: (number);
  'code'?: (string);
}

export interface EndAdminActionRequest__Output {
  'actionId': (string);
  'outcome': (string);
  'status': (number);
  'code': (string);
}
