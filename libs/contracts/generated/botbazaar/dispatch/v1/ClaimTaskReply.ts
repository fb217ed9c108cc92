// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { ClaimedTask as _botbazaar_dispatch_v1_ClaimedTask, ClaimedTask__Output as _botbazaar_dispatch_v1_ClaimedTask__Output } from '../../../botbazaar/dispatch/v1/ClaimedTask.js';

export interface ClaimTaskReply {
  'task'?: (_botbazaar_dispatch_v1_ClaimedTask | null);
}

export interface ClaimTaskReply__Output {
  'task': (_botbazaar_dispatch_v1_ClaimedTask__Output | null);
}
