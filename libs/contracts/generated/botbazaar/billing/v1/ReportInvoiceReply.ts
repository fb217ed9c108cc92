// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportInvoiceReply {
  'known'?: (boolean);
  'moved'?: (boolean);
  'state'?: (string);
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'acceptedAtMs'?: (number | string | Long);
  'deadlineAtMs'?: (number | string | Long);
  'workMs'?: (number);
  'fundingLost'?: (boolean);
}

export interface ReportInvoiceReply__Output {
  'known': (boolean);
  'moved': (boolean);
  'state': (string);
  'taskId': (string);
  'paymentHash': (Buffer);
  'acceptedAtMs': (string);
  'deadlineAtMs': (string);
  'workMs': (number);
  'fundingLost': (boolean);
}
