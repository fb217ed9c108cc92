// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CloseIncidentRequest {
  'incidentId'?: (string);
  'reason'?: (string);
}

export interface CloseIncidentRequest__Output {
  'incidentId': (string);
  'reason': (string);
}
