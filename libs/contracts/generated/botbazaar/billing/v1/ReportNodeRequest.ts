// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportNodeRequest {
  'node'?: (string);
  'unfit'?: (string);
  'leading'?: (boolean);
  'height'?: (number);
  'followed'?: (number);
  'streamsEnded'?: (number);
}

export interface ReportNodeRequest__Output {
  'node': (string);
  'unfit': (string);
  'leading': (boolean);
  'height': (number);
  'followed': (number);
  'streamsEnded': (number);
}
