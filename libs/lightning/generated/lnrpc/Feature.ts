// Original file: proto/lnd/lightning.proto


export interface Feature {
  'name'?: (string);
  'is_required'?: (boolean);
  'is_known'?: (boolean);
}

export interface Feature__Output {
  'name': (string);
  'is_required': (boolean);
  'is_known': (boolean);
}
