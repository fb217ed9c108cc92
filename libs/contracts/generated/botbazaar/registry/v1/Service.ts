// Original file: proto/botbazaar/registry/v1/registry.proto

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
}
