// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Service as _botbazaar_registry_v1_Service, Service__Output as _botbazaar_registry_v1_Service__Output } from '../../../botbazaar/registry/v1/Service.js';

export interface CreateListingReply {
  'service'?: (_botbazaar_registry_v1_Service | null);
  'webhookSecret'?: (string);
}

export interface CreateListingReply__Output {
  'service': (_botbazaar_registry_v1_Service__Output | null);
  'webhookSecret': (string);
}
