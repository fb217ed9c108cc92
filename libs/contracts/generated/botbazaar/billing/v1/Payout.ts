// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface Payout {
  'payoutId'?: (string);
  'accountId'?: (string);
  'node'?: (string);
  'state'?: (string);
  'amountMsat'?: (number | string | Long);
  'feeLimitMsat'?: (number | string | Long);
  'feeMsat'?: (number | string | Long);
  'destination'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'paymentRequest'?: (string);
  'preimage'?: (Buffer | Uint8Array | string);
  'failure'?: (string);
  'attempts'?: (number);
  'createdAtMs'?: (number | string | Long);
  'updatedAtMs'?: (number | string | Long);
  'closedAtMs'?: (number | string | Long);
}

export interface Payout__Output {
  'payoutId': (string);
  'accountId': (string);
  'node': (string);
  'state': (string);
  'amountMsat': (string);
  'feeLimitMsat': (string);
  'feeMsat': (string);
  'destination': (string);
  'paymentHash': (Buffer);
  'paymentRequest': (string);
  'preimage': (Buffer);
  'failure': (string);
  'attempts': (number);
  'createdAtMs': (string);
  'updatedAtMs': (string);
  'closedAtMs': (string);
}
