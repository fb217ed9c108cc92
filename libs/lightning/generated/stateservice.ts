import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { GetStateRequest as _lnrpc_GetStateRequest, GetStateRequest__Output as _lnrpc_GetStateRequest__Output } from './lnrpc/GetStateRequest.js';
import type { GetStateResponse as _lnrpc_GetStateResponse, GetStateResponse__Output as _lnrpc_GetStateResponse__Output } from './lnrpc/GetStateResponse.js';
import type { StateClient as _lnrpc_StateClient, StateDefinition as _lnrpc_StateDefinition } from './lnrpc/State.js';
import type { SubscribeStateRequest as _lnrpc_SubscribeStateRequest, SubscribeStateRequest__Output as _lnrpc_SubscribeStateRequest__Output } from './lnrpc/SubscribeStateRequest.js';
import type { SubscribeStateResponse as _lnrpc_SubscribeStateResponse, SubscribeStateResponse__Output as _lnrpc_SubscribeStateResponse__Output } from './lnrpc/SubscribeStateResponse.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  lnrpc: {
    GetStateRequest: MessageTypeDefinition<_lnrpc_GetStateRequest, _lnrpc_GetStateRequest__Output>
    GetStateResponse: MessageTypeDefinition<_lnrpc_GetStateResponse, _lnrpc_GetStateResponse__Output>
    State: SubtypeConstructor<typeof grpc.Client, _lnrpc_StateClient> & { service: _lnrpc_StateDefinition }
    SubscribeStateRequest: MessageTypeDefinition<_lnrpc_SubscribeStateRequest, _lnrpc_SubscribeStateRequest__Output>
    SubscribeStateResponse: MessageTypeDefinition<_lnrpc_SubscribeStateResponse, _lnrpc_SubscribeStateResponse__Output>
    WalletState: EnumTypeDefinition
  }
}

