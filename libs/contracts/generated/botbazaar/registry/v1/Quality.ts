// Original file: proto/botbazaar/registry/v1/registry.proto


export interface Quality {
  'successRate'?: (number | string);
  'medianMs'?: (number);
  'distinctBuyers'?: (number);
  'tasks'?: (number);
}

export interface Quality__Output {
  'successRate': (number);
  'medianMs': (number);
  'distinctBuyers': (number);
  'tasks': (number);
}
