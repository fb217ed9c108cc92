// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ChargeReply {
  'created'?: (boolean);
  'chargeId'?: (string);
  'taskId'?: (string);
  'tokenNonce'?: (Buffer | Uint8Array | string);
  'tokenEpoch'?: (number);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'paymentRequest'?: (string);
  'state'?: (string);
  'priceMsat'?: (number | string | Long);
  'expiresAtMs'?: (number | string | Long);
  'node'?: (string);
  'funding'?: (string);
  'createdAtMs'?: (number | string | Long);
  'serviceSlug'?: (string);
  'listingVersion'?: (number);
}

export interface ChargeReply__Output {
  'created': (boolean);
  'chargeId': (string);
  'taskId': (string);
  'tokenNonce': (Buffer);
  'tokenEpoch': (number);
  'paymentHash': (Buffer);
  'paymentRequest': (string);
  'state': (string);
  'priceMsat': (string);
  'expiresAtMs': (string);
  'node': (string);
  'funding': (string);
  'createdAtMs': (string);
  'serviceSlug': (string);
  'listingVersion': (number);
}
