// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Task as _botbazaar_dispatch_v1_Task, Task__Output as _botbazaar_dispatch_v1_Task__Output } from '../../../botbazaar/dispatch/v1/Task.js';
import type { TaskEvent as _botbazaar_dispatch_v1_TaskEvent, TaskEvent__Output as _botbazaar_dispatch_v1_TaskEvent__Output } from '../../../botbazaar/dispatch/v1/TaskEvent.js';
import type { Attempt as _botbazaar_dispatch_v1_Attempt, Attempt__Output as _botbazaar_dispatch_v1_Attempt__Output } from '../../../botbazaar/dispatch/v1/Attempt.js';

export interface TimelineReply {
  'task'?: (_botbazaar_dispatch_v1_Task | null);
  'events'?: (_botbazaar_dispatch_v1_TaskEvent)[];
  'attempts'?: (_botbazaar_dispatch_v1_Attempt)[];
}

export interface TimelineReply__Output {
  'task': (_botbazaar_dispatch_v1_Task__Output | null);
  'events': (_botbazaar_dispatch_v1_TaskEvent__Output)[];
  'attempts': (_botbazaar_dispatch_v1_Attempt__Output)[];
}
