// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { WebhookAttempt as _botbazaar_dispatch_v1_WebhookAttempt, WebhookAttempt__Output as _botbazaar_dispatch_v1_WebhookAttempt__Output } from '../../../botbazaar/dispatch/v1/WebhookAttempt.js';
import type { Long } from '@grpc/proto-loader';

export interface WebhookDelivery {
  'n'?: (number);
  'webhookId'?: (string);
  'type'?: (string);
  'createdAtMs'?: (number | string | Long);
  'status'?: (string);
  'nextTryAtMs'?: (number | string | Long);
  'replays'?: (number);
  'attempts'?: (_botbazaar_dispatch_v1_WebhookAttempt)[];
}

export interface WebhookDelivery__Output {
  'n': (number);
  'webhookId': (string);
  'type': (string);
  'createdAtMs': (string);
  'status': (string);
  'nextTryAtMs': (string);
  'replays': (number);
  'attempts': (_botbazaar_dispatch_v1_WebhookAttempt__Output)[];
}
