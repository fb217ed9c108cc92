// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface DropTaskRequest {
  'taskId'?: (string);
}

export interface DropTaskRequest__Output {
  'taskId': (string);
}
