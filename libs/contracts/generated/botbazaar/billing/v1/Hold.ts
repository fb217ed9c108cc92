// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface Hold {
  'chargeId'?: (string);
  'taskId'?: (string);
  'node'?: (string);
  'state'?: (string);
  'serviceSlug'?: (string);
  'sellerAccountId'?: (string);
  'clientKey'?: (Buffer | Uint8Array | string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'priceMsat'?: (number | string | Long);
  'heldMsat'?: (number | string | Long);
  'heldAtMs'?: (number | string | Long);
  'deadlineAtMs'?: (number | string | Long);
  'expiryHeight'?: (number);
  'cancelHeight'?: (number);
  'nodeHeight'?: (number);
  'nodeHeightAtMs'?: (number | string | Long);
  'leftToDeadlineMs'?: (number | string | Long);
  'leftToExpiryMs'?: (number | string | Long);
}

export interface Hold__Output {
  'chargeId': (string);
  'taskId': (string);
  'node': (string);
  'state': (string);
  'serviceSlug': (string);
  'sellerAccountId': (string);
  'clientKey': (Buffer);
  'paymentHash': (Buffer);
  'priceMsat': (string);
  'heldMsat': (string);
  'heldAtMs': (string);
  'deadlineAtMs': (string);
  'expiryHeight': (number);
  'cancelHeight': (number);
  'nodeHeight': (number);
  'nodeHeightAtMs': (string);
  'leftToDeadlineMs': (string);
  'leftToExpiryMs': (string);
}
