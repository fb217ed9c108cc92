// Original file: proto/lnd/lightning.proto


export interface ChannelBalanceRequest {
}

export interface ChannelBalanceRequest__Output {
}
