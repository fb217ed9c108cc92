// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Delivery as _botbazaar_registry_v1_Delivery, Delivery__Output as _botbazaar_registry_v1_Delivery__Output } from '../../../botbazaar/registry/v1/Delivery.js';
import type { Long } from '@grpc/proto-loader';

export interface ListingDraft {
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
  'delivery'?: (_botbazaar_registry_v1_Delivery | null);
}

export interface ListingDraft__Output {
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
  'delivery': (_botbazaar_registry_v1_Delivery__Output | null);
}
