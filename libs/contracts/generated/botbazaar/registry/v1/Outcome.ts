// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Long } from '@grpc/proto-loader';

export interface Outcome {
  'taskId'?: (string);
  'taskVersion'?: (number);
  'listingId'?: (string);
  'listingVersion'?: (number);
  'ended'?: (string);
  'call'?: (string);
  'reason'?: (string);
  'workMs'?: (number);
  'buyerHash'?: (Buffer | Uint8Array | string);
  'atMs'?: (number | string | Long);
}

export interface Outcome__Output {
  'taskId': (string);
  'taskVersion': (number);
  'listingId': (string);
  'listingVersion': (number);
  'ended': (string);
  'call': (string);
  'reason': (string);
  'workMs': (number);
  'buyerHash': (Buffer);
  'atMs': (string);
}
