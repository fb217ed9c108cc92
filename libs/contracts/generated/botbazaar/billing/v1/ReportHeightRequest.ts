// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportHeightRequest {
  'node'?: (string);
  'height'?: (number);
}

export interface ReportHeightRequest__Output {
  'node': (string);
  'height': (number);
}
