// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { WebhookDelivery as _botbazaar_dispatch_v1_WebhookDelivery, WebhookDelivery__Output as _botbazaar_dispatch_v1_WebhookDelivery__Output } from '../../../botbazaar/dispatch/v1/WebhookDelivery.js';
import type { Long } from '@grpc/proto-loader';

export interface ListWebhooksReply {
  'url'?: (string);
  'failuresInRow'?: (number);
  'disabledAtMs'?: (number | string | Long);
  'disabledReason'?: (string);
  'deliveries'?: (_botbazaar_dispatch_v1_WebhookDelivery)[];
}

export interface ListWebhooksReply__Output {
  'url': (string);
  'failuresInRow': (number);
  'disabledAtMs': (string);
  'disabledReason': (string);
  'deliveries': (_botbazaar_dispatch_v1_WebhookDelivery__Output)[];
}
