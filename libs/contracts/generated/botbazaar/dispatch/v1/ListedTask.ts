// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface ListedTask {
  'taskId'?: (string);
  'state'?: (string);
  'serviceSlug'?: (string);
  'sellerAccountId'?: (string);
  'funding'?: (string);
  'priceMsat'?: (number | string | Long);
  'deliveryMode'?: (string);
  'attempts'?: (number);
  'reason'?: (string);
  'chargeClosed'?: (boolean);
  'createdAtMs'?: (number | string | Long);
  'queuedAtMs'?: (number | string | Long);
  'startedAtMs'?: (number | string | Long);
  'deadlineAtMs'?: (number | string | Long);
  'finishedAtMs'?: (number | string | Long);
  'leaseUntilMs'?: (number | string | Long);
  'nextStepAtMs'?: (number | string | Long);
  'stuck'?: (string);
  'stuckSinceMs'?: (number | string | Long);
}

export interface ListedTask__Output {
  'taskId': (string);
  'state': (string);
  'serviceSlug': (string);
  'sellerAccountId': (string);
  'funding': (string);
  'priceMsat': (string);
  'deliveryMode': (string);
  'attempts': (number);
  'reason': (string);
  'chargeClosed': (boolean);
  'createdAtMs': (string);
  'queuedAtMs': (string);
  'startedAtMs': (string);
  'deadlineAtMs': (string);
  'finishedAtMs': (string);
  'leaseUntilMs': (string);
  'nextStepAtMs': (string);
  'stuck': (string);
  'stuckSinceMs': (string);
}
