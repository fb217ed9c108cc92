// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface ListTasksRequest {
  'state'?: (string);
  'sellerAccountId'?: (string);
  'slug'?: (string);
  'stuck'?: (boolean);
  'patienceSeconds'?: (number);
  'queuePatienceSeconds'?: (number);
  'newestFirst'?: (boolean);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListTasksRequest__Output {
  'state': (string);
  'sellerAccountId': (string);
  'slug': (string);
  'stuck': (boolean);
  'patienceSeconds': (number);
  'queuePatienceSeconds': (number);
  'newestFirst': (boolean);
  'cursor': (string);
  'limit': (number);
}
