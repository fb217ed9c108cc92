// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface Piece {
  'n'?: (number);
  'outputJson'?: (string);
}

export interface Piece__Output {
  'n': (number);
  'outputJson': (string);
}
