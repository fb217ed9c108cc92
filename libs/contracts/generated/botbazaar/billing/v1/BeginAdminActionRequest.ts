// Original file: proto/botbazaar/billing/v1/billing.proto


export interface BeginAdminActionRequest {
  'actor'?: (string);
  'action'?: (string);
  'target'?: (string);
  'reason'?: (string);
  'requestId'?: (string);
  'peer'?: (string);
  'actionId'?: (string);
}

export interface BeginAdminActionRequest__Output {
  'actor': (string);
  'action': (string);
  'target': (string);
  'reason': (string);
  'requestId': (string);
  'peer': (string);
  'actionId': (string);
}
