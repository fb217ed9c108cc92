// Original file: proto/botbazaar/billing/v1/billing.proto


export interface TakeDueSchedulesRequest {
  'limit'?: (number);
}

export interface TakeDueSchedulesRequest__Output {
  'limit': (number);
}
