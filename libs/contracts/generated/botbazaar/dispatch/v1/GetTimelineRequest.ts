// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface GetTimelineRequest {
  'taskId'?: (string);
}

export interface GetTimelineRequest__Output {
  'taskId': (string);
}
