/** The wallet of a bot that buys: an lnd node that its environment names. */
import { LndWallet } from '#sdk/lnd-wallet';
import { required } from './bot.js';

export function openWallet(): LndWallet {
  return new LndWallet({
    address: required('LND_GRPC'),
    tlsCertFile: required('LND_TLS_CERT_FILE'),
    macaroonFile: required('LND_MACAROON_FILE'),
  });
}
