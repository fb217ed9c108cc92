import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { addMs, systemClock } from '#kernel/clock';
import { allowing, closeAll, failureOf, listen, outbound, request, serve } from '#test/outbound/servers';

afterEach(closeAll);

describe('TLS', () => {
  async function certificate(name: string): Promise<{ key: string; cert: string }> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
    const made = await x509.X509CertificateGenerator.createSelfSigned(
      {
        serialNumber: '01',
        name: `CN=${name}`,
        notBefore: addMs(systemClock.now(), -60_000),
        notAfter: addMs(systemClock.now(), 3_600_000),
        signingAlgorithm: algorithm,
        keys,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
      },
      webcrypto as Parameters<typeof x509.X509CertificateGenerator.createSelfSigned>[1],
    );
    const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    return { cert: made.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n` };
  }

  it('verifies the name that was asked for, at the address that was checked', async () => {
    const own = await certificate('seller.market.com');
    const names: unknown[] = [];
    const server = createTlsServer(own, (incoming, answer) => {
      names.push((incoming.socket as { servername?: unknown }).servername, incoming.headers.host);
      incoming.resume().on('end', () => answer.end('secure'));
    });
    const port = await listen(server);
    const allowedEndpoints = ['seller.market.com', 'other.market.com'].map((host) => ({ host, port }));
    const resolver = async () => ['127.0.0.1'];
    const trusting = outbound({ allowedEndpoints, resolver, ca: [own.cert] });
    expect((await trusting.post(request(`https://seller.market.com:${port}/`))).body.toString()).toBe('secure');
    expect(names).toEqual(['seller.market.com', `seller.market.com:${port}`]);
    expect(await failureOf(trusting.post(request(`https://other.market.com:${port}/`)))).toBe('tls');
    const strict = outbound({ allowedEndpoints, resolver });
    expect(await failureOf(strict.post(request(`https://seller.market.com:${port}/`)))).toBe('tls');
    expect(names).toHaveLength(2);
  });

  it('fails with tls where the other side speaks none', async () => {
    const port = await serve((_incoming, answer) => answer.end());
    expect(await failureOf(allowing(port).post(request(`https://127.0.0.1:${port}/`)))).toBe('tls');
  });
});
