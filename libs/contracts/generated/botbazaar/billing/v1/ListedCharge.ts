// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ListedCharge {
  'chargeId'?: (string);
  'taskId'?: (string);
  'funding'?: (string);
  'state'?: (string);
  'node'?: (string);
  'serviceSlug'?: (string);
  'sellerAccountId'?: (string);
  'clientKey'?: (Buffer | Uint8Array | string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'priceMsat'?: (number | string | Long);
  'feeMsat'?: (number | string | Long);
  'paidMsat'?: (number | string | Long);
  'createdAtMs'?: (number | string | Long);
  'updatedAtMs'?: (number | string | Long);
  'expiresAtMs'?: (number | string | Long);
  'heldAtMs'?: (number | string | Long);
  'deadlineAtMs'?: (number | string | Long);
  'closedAtMs'?: (number | string | Long);
}

export interface ListedCharge__Output {
  'chargeId': (string);
  'taskId': (string);
  'funding': (string);
  'state': (string);
  'node': (string);
  'serviceSlug': (string);
  'sellerAccountId': (string);
  'clientKey': (Buffer);
  'paymentHash': (Buffer);
  'priceMsat': (string);
  'feeMsat': (string);
  'paidMsat': (string);
  'createdAtMs': (string);
  'updatedAtMs': (string);
  'expiresAtMs': (string);
  'heldAtMs': (string);
  'deadlineAtMs': (string);
  'closedAtMs': (string);
}
