// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface ClaimedTask {
  'taskId'?: (string);
  'attempt'?: (number);
  'serviceSlug'?: (string);
  'listingVersion'?: (number);
  'inputJson'?: (string);
  'deadlineAtMs'?: (number | string | Long);
  'leaseUntilMs'?: (number | string | Long);
  'leaseMs'?: (number);
}

export interface ClaimedTask__Output {
  'taskId': (string);
  'attempt': (number);
  'serviceSlug': (string);
  'listingVersion': (number);
  'inputJson': (string);
  'deadlineAtMs': (string);
  'leaseUntilMs': (string);
  'leaseMs': (number);
}
