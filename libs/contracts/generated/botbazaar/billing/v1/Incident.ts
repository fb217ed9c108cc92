// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface Incident {
  'incidentId'?: (string);
  'kind'?: (string);
  'node'?: (string);
  'subject'?: (string);
  'detail'?: (string);
  'openedAtMs'?: (number | string | Long);
  'closedAtMs'?: (number | string | Long);
  'closedReason'?: (string);
}

export interface Incident__Output {
  'incidentId': (string);
  'kind': (string);
  'node': (string);
  'subject': (string);
  'detail': (string);
  'openedAtMs': (string);
  'closedAtMs': (string);
  'closedReason': (string);
}
