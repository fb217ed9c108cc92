// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Quality as _botbazaar_registry_v1_Quality, Quality__Output as _botbazaar_registry_v1_Quality__Output } from '../../../botbazaar/registry/v1/Quality.js';
import type { Health as _botbazaar_registry_v1_Health, Health__Output as _botbazaar_registry_v1_Health__Output } from '../../../botbazaar/registry/v1/Health.js';
import type { Long } from '@grpc/proto-loader';

export interface Service {
  'listingId'?: (string);
  'version'?: (number);
  'sellerAccountId'?: (string);
  'slug'?: (string);
  'title'?: (string);
  'description'?: (string);
  'tags'?: (string)[];
  'inputSchemaJson'?: (string);
  'outputSchemaJson'?: (string);
  'exampleJson'?: (string);
  'priceMsat'?: (number | string | Long);
  'deadlineMs'?: (number);
  'maxConcurrency'?: (number);
  'state'?: (string);
  'deliveryMode'?: (string);
  'createdAtMs'?: (number | string | Long);
  'updatedAtMs'?: (number | string | Long);
  'quality'?: (_botbazaar_registry_v1_Quality | null);
  'health'?: (_botbazaar_registry_v1_Health | null);
}

export interface Service__Output {
  'listingId': (string);
  'version': (number);
  'sellerAccountId': (string);
  'slug': (string);
  'title': (string);
  'description': (string);
  'tags': (string)[];
  'inputSchemaJson': (string);
  'outputSchemaJson': (string);
  'exampleJson': (string);
  'priceMsat': (string);
  'deadlineMs': (number);
  'maxConcurrency': (number);
  'state': (string);
  'deliveryMode': (string);
  'createdAtMs': (string);
  'updatedAtMs': (string);
  'quality': (_botbazaar_registry_v1_Quality__Output | null);
  'health': (_botbazaar_registry_v1_Health__Output | null);
}
