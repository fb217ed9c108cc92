// Original file: proto/lnd/lightning.proto

import type { Long } from '@grpc/proto-loader';

export interface _lnrpc_PendingChannelsResponse_ForceClosedChannel {
  'channel'?: (_lnrpc_PendingChannelsResponse_PendingChannel | null);
  'closing_txid'?: (string);
  'limbo_balance'?: (number | string | Long);
  'maturity_height'?: (number);
  'blocks_til_maturity'?: (number);
  'recovered_balance'?: (number | string | Long);
}

export interface _lnrpc_PendingChannelsResponse_ForceClosedChannel__Output {
  'channel': (_lnrpc_PendingChannelsResponse_PendingChannel__Output | null);
  'closing_txid': (string);
  'limbo_balance': (string);
  'maturity_height': (number);
  'blocks_til_maturity': (number);
  'recovered_balance': (string);
}

export interface _lnrpc_PendingChannelsResponse_PendingChannel {
  'remote_node_pub'?: (string);
  'channel_point'?: (string);
  'capacity'?: (number | string | Long);
  'local_balance'?: (number | string | Long);
  'remote_balance'?: (number | string | Long);
}

export interface _lnrpc_PendingChannelsResponse_PendingChannel__Output {
  'remote_node_pub': (string);
  'channel_point': (string);
  'capacity': (string);
  'local_balance': (string);
  'remote_balance': (string);
}

export interface _lnrpc_PendingChannelsResponse_PendingOpenChannel {
  'channel'?: (_lnrpc_PendingChannelsResponse_PendingChannel | null);
}

export interface _lnrpc_PendingChannelsResponse_PendingOpenChannel__Output {
  'channel': (_lnrpc_PendingChannelsResponse_PendingChannel__Output | null);
}

export interface _lnrpc_PendingChannelsResponse_WaitingCloseChannel {
  'channel'?: (_lnrpc_PendingChannelsResponse_PendingChannel | null);
  'limbo_balance'?: (number | string | Long);
  'closing_txid'?: (string);
}

export interface _lnrpc_PendingChannelsResponse_WaitingCloseChannel__Output {
  'channel': (_lnrpc_PendingChannelsResponse_PendingChannel__Output | null);
  'limbo_balance': (string);
  'closing_txid': (string);
}

export interface PendingChannelsResponse {
  'total_limbo_balance'?: (number | string | Long);
  'pending_open_channels'?: (_lnrpc_PendingChannelsResponse_PendingOpenChannel)[];
  'pending_force_closing_channels'?: (_lnrpc_PendingChannelsResponse_ForceClosedChannel)[];
  'waiting_close_channels'?: (_lnrpc_PendingChannelsResponse_WaitingCloseChannel)[];
}

export interface PendingChannelsResponse__Output {
  'total_limbo_balance': (string);
  'pending_open_channels': (_lnrpc_PendingChannelsResponse_PendingOpenChannel__Output)[];
  'pending_force_closing_channels': (_lnrpc_PendingChannelsResponse_ForceClosedChannel__Output)[];
  'waiting_close_channels': (_lnrpc_PendingChannelsResponse_WaitingCloseChannel__Output)[];
}
