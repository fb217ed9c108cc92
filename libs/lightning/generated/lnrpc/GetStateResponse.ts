// Original file: proto/lnd/stateservice.proto

import type { WalletState as _lnrpc_WalletState, WalletState__Output as _lnrpc_WalletState__Output } from '../lnrpc/WalletState.js';

export interface GetStateResponse {
  'state'?: (_lnrpc_WalletState);
}

export interface GetStateResponse__Output {
  'state': (_lnrpc_WalletState__Output);
}
