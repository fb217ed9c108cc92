import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LndAddress } from './lnd-client.js';

/** The node as a service's settings name it; `lnd.crt` and `lnd.macaroon` (hex) are in the service's own folder. */
export function lndOf(settings: { LND_ADDRESS: string; LND_TLS_SERVER_NAME?: string }, keysFolder: string): LndAddress {
  const macaroonFile = join(keysFolder, 'lnd.macaroon');
  return {
    address: settings.LND_ADDRESS,
    tlsServerName: settings.LND_TLS_SERVER_NAME,
    tlsCertFile: join(keysFolder, 'lnd.crt'),
    macaroon: () => readFileSync(macaroonFile, 'utf8').trim(),
  };
}
