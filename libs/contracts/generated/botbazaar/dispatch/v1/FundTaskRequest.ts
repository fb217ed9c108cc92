// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface FundTaskRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'acceptedAtMs'?: (number | string | Long);
  'deadlineAtMs'?: (number | string | Long);
  'workMs'?: (number);
}

export interface FundTaskRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
  'acceptedAtMs': (string);
  'deadlineAtMs': (string);
  'workMs': (number);
}
