// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportPayoutRequest {
  'payoutId'?: (string);
  'node'?: (string);
  'attempt'?: (number);
  'outcome'?: (string);
  'preimage'?: (Buffer | Uint8Array | string);
  'feeMsat'?: (number | string | Long);
  'reason'?: (string);
}

export interface ReportPayoutRequest__Output {
  'payoutId': (string);
  'node': (string);
  'attempt': (number);
  'outcome': (string);
  'preimage': (Buffer);
  'feeMsat': (string);
  'reason': (string);
}
