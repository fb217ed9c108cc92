// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Service as _botbazaar_registry_v1_Service, Service__Output as _botbazaar_registry_v1_Service__Output } from '../../../botbazaar/registry/v1/Service.js';
import type { Delivery as _botbazaar_registry_v1_Delivery, Delivery__Output as _botbazaar_registry_v1_Delivery__Output } from '../../../botbazaar/registry/v1/Delivery.js';

export interface VersionReply {
  'service'?: (_botbazaar_registry_v1_Service | null);
  'delivery'?: (_botbazaar_registry_v1_Delivery | null);
  'webhookSecretVersion'?: (number);
}

export interface VersionReply__Output {
  'service': (_botbazaar_registry_v1_Service__Output | null);
  'delivery': (_botbazaar_registry_v1_Delivery__Output | null);
  'webhookSecretVersion': (number);
}
