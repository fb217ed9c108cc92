/**
 * The files of a service's identity: `rpc.pem` (0600, key and certificate) in its own folder, and `peers/<service>.crt` of all
 * services. Made by whoever prepares an installation; a service only reads its own folder.
 */
import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { addMs, type Clock } from '#kernel/clock';
import { readOrMake, SecretFileError } from './secret-file.js';

export interface IdentityFiles<Name extends string> {
  readonly name: Name;
  readonly certPem: string;
  readonly keyPem: string;
  readonly peers: Readonly<Record<Name, string>>;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Nobody renews it by itself: preparing with the old files removed makes new ones. */
const lifetimeMs = 3_650 * dayMs;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Makes what is missing. `folderOf` says where the files of a service are. */
export async function makeIdentities(
  names: readonly string[],
  folderOf: (name: string) => string,
  clock: Clock,
): Promise<void> {
  const certificates = new Map<string, string>();
  for (const name of names) {
    const made = await makeCertificate(name, clock.now());
    // One file, so that a crash never leaves a key without its certificate.
    const pair = readOrMake(join(folderOf(name), 'rpc.pem'), () => made);
    certificates.set(name, certificateIn(pair));
  }
  for (const name of names) {
    const peers = join(folderOf(name), 'peers');
    mkdirSync(peers, { recursive: true, mode: 0o700 });
    for (const [peer, certificate] of certificates) {
      writeFileSync(join(peers, `${peer}.crt`), certificate, { mode: 0o600 });
    }
  }
}

export function openIdentity<Name extends string>(
  folder: string,
  name: Name,
  names: readonly Name[],
): IdentityFiles<Name> {
  const file = join(folder, 'rpc.pem');
  const pair = readOrMake(file, () => {
    throw new SecretFileError(`The file ${file} is missing; preparing the installation makes it.`);
  });
  const peers = names.map((peer) => [peer, readFileSync(join(folder, 'peers', `${peer}.crt`), 'utf8')]);
  const certPem = certificateIn(pair);
  return { name, certPem, keyPem: pair.replace(certPem, ''), peers: Object.fromEntries(peers) as Record<Name, string> };
}

function certificateIn(pem: string): string {
  const [certificate] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/.exec(pem) ?? [];
  if (certificate === undefined) throw new SecretFileError('An identity file holds no certificate.');
  return certificate;
}

/** Key and certificate in PEM. A leaf that signs nothing: whoever trusts it trusts only its key. */
async function makeCertificate(name: string, now: Date): Promise<string> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}, O=Botbazaar`,
    notBefore: addMs(now, -dayMs),
    notAfter: addMs(now, lifetimeMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n${certificate.toString('pem')}\n`;
}
