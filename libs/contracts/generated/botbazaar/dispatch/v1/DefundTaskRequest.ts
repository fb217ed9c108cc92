// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface DefundTaskRequest {
  'taskId'?: (string);
}

export interface DefundTaskRequest__Output {
  'taskId': (string);
}
