// Original file: proto/lnd/lightning.proto


export interface WalletBalanceRequest {
  'account'?: (string);
  'min_confs'?: (number);
}

export interface WalletBalanceRequest__Output {
  'account': (string);
  'min_confs': (number);
}
