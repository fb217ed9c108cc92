// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { TaskEvent as _botbazaar_dispatch_v1_TaskEvent, TaskEvent__Output as _botbazaar_dispatch_v1_TaskEvent__Output } from '../../../botbazaar/dispatch/v1/TaskEvent.js';
import type { InputRequest as _botbazaar_dispatch_v1_InputRequest, InputRequest__Output as _botbazaar_dispatch_v1_InputRequest__Output } from '../../../botbazaar/dispatch/v1/InputRequest.js';
import type { Long } from '@grpc/proto-loader';

export interface Task {
  'taskId'?: (string);
  'state'?: (string);
  'serviceSlug'?: (string);
  'listingId'?: (string);
  'listingVersion'?: (number);
  'funding'?: (string);
  'priceMsat'?: (number | string | Long);
  'createdAtMs'?: (number | string | Long);
  'queuedAtMs'?: (number | string | Long);
  'startedAtMs'?: (number | string | Long);
  'finishedAtMs'?: (number | string | Long);
  'deadlineAtMs'?: (number | string | Long);
  'attempts'?: (number);
  'reason'?: (string);
  'etag'?: (string);
  'outputJson'?: (string);
  'outputGone'?: (boolean);
  'hasProgress'?: (boolean);
  'progress'?: (number | string);
  'progressNote'?: (string);
  'events'?: (_botbazaar_dispatch_v1_TaskEvent)[];
  'inputRequest'?: (_botbazaar_dispatch_v1_InputRequest | null);
  'pieces'?: (number);
  'finishedAgoMs'?: (number | string | Long);
}

export interface Task__Output {
  'taskId': (string);
  'state': (string);
  'serviceSlug': (string);
  'listingId': (string);
  'listingVersion': (number);
  'funding': (string);
  'priceMsat': (string);
  'createdAtMs': (string);
  'queuedAtMs': (string);
  'startedAtMs': (string);
  'finishedAtMs': (string);
  'deadlineAtMs': (string);
  'attempts': (number);
  'reason': (string);
  'etag': (string);
  'outputJson': (string);
  'outputGone': (boolean);
  'hasProgress': (boolean);
  'progress': (number);
  'progressNote': (string);
  'events': (_botbazaar_dispatch_v1_TaskEvent__Output)[];
  'inputRequest': (_botbazaar_dispatch_v1_InputRequest__Output | null);
  'pieces': (number);
  'finishedAgoMs': (string);
}
