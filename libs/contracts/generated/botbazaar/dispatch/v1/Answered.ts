// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface Answered {
  'n'?: (number);
  'message'?: (string);
  'answerJson'?: (string);
}

export interface Answered__Output {
  'n': (number);
  'message': (string);
  'answerJson': (string);
}
