// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Service as _botbazaar_registry_v1_Service, Service__Output as _botbazaar_registry_v1_Service__Output } from '../../../botbazaar/registry/v1/Service.js';

export interface SearchServicesReply {
  'services'?: (_botbazaar_registry_v1_Service)[];
  'nextCursor'?: (string);
}

export interface SearchServicesReply__Output {
  'services': (_botbazaar_registry_v1_Service__Output)[];
  'nextCursor': (string);
}
