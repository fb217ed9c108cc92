// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportNodeRequest {
  'node'?: (string);
  'unfit'?: (string);
  'leading'?: (boolean);
  'height'?: (number);
  'followed'?: (number);
  'streamsEnded'?: (number);
  'inboundMsat'?: (number | string | Long);
}

export interface ReportNodeRequest__Output {
  'node': (string);
  'unfit': (string);
  'leading': (boolean);
  'height': (number);
  'followed': (number);
  'streamsEnded': (number);
  'inboundMsat': (string);
}
