// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Piece as _botbazaar_dispatch_v1_Piece, Piece__Output as _botbazaar_dispatch_v1_Piece__Output } from '../../../botbazaar/dispatch/v1/Piece.js';

export interface GetPiecesReply {
  'pieces'?: (_botbazaar_dispatch_v1_Piece)[];
}

export interface GetPiecesReply__Output {
  'pieces': (_botbazaar_dispatch_v1_Piece__Output)[];
}
