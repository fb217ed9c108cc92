/**
 * Who a process is to the others: a key and a self-signed certificate of its own, and the certificates of all services, by
 * which it knows them. Both ends of a connection prove who they are by TLS; there is no authority whose key could make a new
 * identity.
 */
import { X509Certificate } from 'node:crypto';
import { type ServiceName, serviceNames } from './callers.js';

export interface ServiceIdentity {
  readonly name: ServiceName;
  readonly certPem: string;
  readonly keyPem: string;
  /** Certificates in PEM; one file may hold several. */
  readonly peers: Readonly<Record<ServiceName, string>>;
}

/** SHA-256 of each known certificate, with its owner. */
export function fingerprints({ peers }: ServiceIdentity): ReadonlyMap<string, ServiceName> {
  const known = new Map<string, ServiceName>();
  for (const name of serviceNames) {
    for (const [pem] of peers[name].matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)) {
      known.set(new X509Certificate(pem).fingerprint256, name);
    }
  }
  return known;
}
