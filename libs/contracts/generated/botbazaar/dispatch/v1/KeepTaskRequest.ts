// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface KeepTaskRequest {
  'taskId'?: (string);
  'taskKeyHash'?: (Buffer | Uint8Array | string);
  'listingId'?: (string);
  'listingVersion'?: (number);
  'serviceSlug'?: (string);
  'sellerAccountId'?: (string);
  'inputJson'?: (string);
  'clientKey'?: (Buffer | Uint8Array | string);
  'funding'?: (string);
  'priceMsat'?: (number | string | Long);
  'deliveryMode'?: (string);
  'maxConcurrency'?: (number);
  'webhookUrl'?: (string);
  'buyerHash'?: (Buffer | Uint8Array | string);
  'expiresInMs'?: (number);
}

export interface KeepTaskRequest__Output {
  'taskId': (string);
  'taskKeyHash': (Buffer);
  'listingId': (string);
  'listingVersion': (number);
  'serviceSlug': (string);
  'sellerAccountId': (string);
  'inputJson': (string);
  'clientKey': (Buffer);
  'funding': (string);
  'priceMsat': (string);
  'deliveryMode': (string);
  'maxConcurrency': (number);
  'webhookUrl': (string);
  'buyerHash': (Buffer);
  'expiresInMs': (number);
}
