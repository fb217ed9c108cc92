// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface AwaitAnswerReply {
  'answered'?: (boolean);
  'answerJson'?: (string);
}

export interface AwaitAnswerReply__Output {
  'answered': (boolean);
  'answerJson': (string);
}
