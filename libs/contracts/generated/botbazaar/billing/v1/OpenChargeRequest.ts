// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface OpenChargeRequest {
  'taskId'?: (string);
  'tokenNonce'?: (Buffer | Uint8Array | string);
  'tokenEpoch'?: (number);
  'listingId'?: (string);
  'listingVersion'?: (number);
  'serviceSlug'?: (string);
  'sellerAccountId'?: (string);
  'priceMsat'?: (number | string | Long);
  'funding'?: (string);
  'holdWindowMs'?: (number);
  'workMs'?: (number);
  'requestDigest'?: (Buffer | Uint8Array | string);
  'clientKey'?: (Buffer | Uint8Array | string);
  'reuseKey'?: (Buffer | Uint8Array | string);
  'idempotencyScope'?: (Buffer | Uint8Array | string);
}

export interface OpenChargeRequest__Output {
  'taskId': (string);
  'tokenNonce': (Buffer);
  'tokenEpoch': (number);
  'listingId': (string);
  'listingVersion': (number);
  'serviceSlug': (string);
  'sellerAccountId': (string);
  'priceMsat': (string);
  'funding': (string);
  'holdWindowMs': (number);
  'workMs': (number);
  'requestDigest': (Buffer);
  'clientKey': (Buffer);
  'reuseKey': (Buffer);
  'idempotencyScope': (Buffer);
}
