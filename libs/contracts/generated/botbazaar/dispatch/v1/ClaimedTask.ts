// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Answered as _botbazaar_dispatch_v1_Answered, Answered__Output as _botbazaar_dispatch_v1_Answered__Output } from '../../../botbazaar/dispatch/v1/Answered.js';
import type { Long } from '@grpc/proto-loader';

export interface ClaimedTask {
  'taskId'?: (string);
  'attempt'?: (number);
  'serviceSlug'?: (string);
  'listingVersion'?: (number);
  'inputJson'?: (string);
  'deadlineAtMs'?: (number | string | Long);
  'leaseUntilMs'?: (number | string | Long);
  'leaseMs'?: (number);
  'answers'?: (_botbazaar_dispatch_v1_Answered)[];
  'pieceJsons'?: (string)[];
  'funding'?: (string);
  'questions'?: (number);
}

export interface ClaimedTask__Output {
  'taskId': (string);
  'attempt': (number);
  'serviceSlug': (string);
  'listingVersion': (number);
  'inputJson': (string);
  'deadlineAtMs': (string);
  'leaseUntilMs': (string);
  'leaseMs': (number);
  'answers': (_botbazaar_dispatch_v1_Answered__Output)[];
  'pieceJsons': (string)[];
  'funding': (string);
  'questions': (number);
}
