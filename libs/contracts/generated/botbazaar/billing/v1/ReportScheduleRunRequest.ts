// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportScheduleRunRequest {
  'accountId'?: (string);
  'run'?: (number | string | Long);
  'idempotencyScope'?: (Buffer | Uint8Array | string);
  'leasedUntilMs'?: (number | string | Long);
  'code'?: (string);
}

export interface ReportScheduleRunRequest__Output {
  'accountId': (string);
  'run': (string);
  'idempotencyScope': (Buffer);
  'leasedUntilMs': (string);
  'code': (string);
}
