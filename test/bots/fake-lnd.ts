/**
 * An lnd node as far as a wallet can see it: LND's gRPC over TLS with a certificate for localhost and a macaroon that is
 * compared. What the node does with each call is the test's script; the codes and texts are lnd's own.
 */
// @peculiar/x509 needs it to be loaded before.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServerWritableStream,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

type PaymentStream = ServerWritableStream<{ payment_request: string; payment_hash: Buffer }, object>;
export type PaymentScript = (stream: PaymentStream) => void;

export interface FakeLnd {
  readonly address: string;
  readonly tlsCertFile: string;
  readonly macaroonFile: string;
  readonly calls: { method: 'send' | 'track'; request: Record<string, unknown> }[];
  /** One per call, in order; the last one serves all further calls. */
  send: PaymentScript[];
  track: PaymentScript[];
  balanceMsat: string;
  close(): void;
}

/** Reports a payment on the stream. */
export function report(stream: PaymentStream, payment: object): void {
  stream.write({ value_msat: '1500', fee_msat: '2', ...payment });
}

export function fail(stream: PaymentStream, code: number, details: string): void {
  stream.emit('error', { code, details });
}

export async function fakeLnd(): Promise<FakeLnd> {
  const folder = mkdtempSync(join(tmpdir(), 'fake-lnd-'));
  const macaroon = randomBytes(40);
  const { certificate, key } = await selfSigned();
  writeFileSync(join(folder, 'tls.cert'), certificate);
  writeFileSync(join(folder, 'buyer.macaroon'), macaroon);

  const definition = loadSync(['lightning.proto', 'routerrpc/router.proto'], {
    includeDirs: ['proto/lnd'],
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
  });
  const { lnrpc, routerrpc } = loadPackageDefinition(definition) as unknown as {
    lnrpc: { Lightning: { service: ServiceDefinition } };
    routerrpc: { Router: { service: ServiceDefinition } };
  };
  const server = new Server();
  const play = (method: 'send' | 'track', stream: PaymentStream) => {
    lnd.calls.push({ method, request: { ...stream.request } });
    if (stream.metadata.get('macaroon')[0] !== macaroon.toString('hex')) {
      return fail(stream, status.UNKNOWN, 'verification failed: signature mismatch after caveat verification');
    }
    const scripts = lnd[method];
    const script = scripts.length > 1 ? scripts.shift() : scripts[0];
    if (script) script(stream);
    else fail(stream, status.NOT_FOUND, "payment isn't initiated");
  };
  server.addService(routerrpc.Router.service, {
    SendPaymentV2: (stream: PaymentStream) => play('send', stream),
    TrackPaymentV2: (stream: PaymentStream) => play('track', stream),
  });
  server.addService(lnrpc.Lightning.service, {
    ChannelBalance: (_: unknown, done: (error: null, reply: object) => void) =>
      done(null, { local_balance: { sat: '0', msat: lnd.balanceMsat } }),
  });
  const credentials = ServerCredentials.createSsl(null, [
    { cert_chain: Buffer.from(certificate), private_key: Buffer.from(key) },
  ]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  const lnd: FakeLnd = {
    address: `localhost:${port}`,
    tlsCertFile: join(folder, 'tls.cert'),
    macaroonFile: join(folder, 'buyer.macaroon'),
    calls: [],
    send: [],
    track: [],
    balanceMsat: '0',
    close() {
      server.forceShutdown();
      rmSync(folder, { recursive: true });
    },
  };
  return lnd;
}

async function selfSigned(): Promise<{ certificate: string; key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=localhost',
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      keys: keys as webcrypto.CryptoKeyPair,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false),
        new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
      ],
    },
    webcrypto as webcrypto.Crypto,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8.match(/.{1,64}/g)?.join('\n')}\n-----END PRIVATE KEY-----\n`,
  };
}
