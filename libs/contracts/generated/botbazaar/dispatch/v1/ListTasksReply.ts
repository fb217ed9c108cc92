// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { ListedTask as _botbazaar_dispatch_v1_ListedTask, ListedTask__Output as _botbazaar_dispatch_v1_ListedTask__Output } from '../../../botbazaar/dispatch/v1/ListedTask.js';

export interface ListTasksReply {
  'tasks'?: (_botbazaar_dispatch_v1_ListedTask)[];
  'nextCursor'?: (string);
}

export interface ListTasksReply__Output {
  'tasks': (_botbazaar_dispatch_v1_ListedTask__Output)[];
  'nextCursor': (string);
}
