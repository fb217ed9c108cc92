// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface AdminAction {
  'n'?: (number | string | Long);
  'actionId'?: (string);
  'atMs'?: (number | string | Long);
  'actor'?: (string);
  'action'?: (string);
  'target'?: (string);
  'reason'?: (string);
  'requestId'?: (string);
  'peer'?: (string);
  'outcome'?: (string);
  'status'?: (number);
  'code'?: (string);
  'endedAtMs'?: (number | string | Long);
}

export interface AdminAction__Output {
  'n': (string);
  'actionId': (string);
  'atMs': (string);
  'actor': (string);
  'action': (string);
  'target': (string);
  'reason': (string);
  'requestId': (string);
  'peer': (string);
  'outcome': (string);
  'status': (number);
  'code': (string);
  'endedAtMs': (string);
}
