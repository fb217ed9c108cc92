// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface NodeCondition {
  'node'?: (string);
  'unfit'?: (string);
  'sinceMs'?: (number | string | Long);
  'reportedAtMs'?: (number | string | Long);
  'height'?: (number);
  'followed'?: (number);
  'streamsEnded'?: (number);
  'unsettled'?: (number | string | Long);
  'holds'?: (number | string | Long);
  'heldMsat'?: (number | string | Long);
  'inboundMsat'?: (number | string | Long);
  'pays'?: (boolean);
}

export interface NodeCondition__Output {
  'node': (string);
  'unfit': (string);
  'sinceMs': (string);
  'reportedAtMs': (string);
  'height': (number);
  'followed': (number);
  'streamsEnded': (number);
  'unsettled': (string);
  'holds': (string);
  'heldMsat': (string);
  'inboundMsat': (string);
  'pays': (boolean);
}
