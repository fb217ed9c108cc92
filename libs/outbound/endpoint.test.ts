import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '#kernel/errors';
import { isPublicAddress } from './address.js';
import { type HostPort, parseEndpoint, parseHostPort } from './endpoint.js';

const none: HostPort[] = [];

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('parseEndpoint', () => {
  it('takes apart an https URL', () => {
    expect(parseEndpoint('https://API.Seller.com./run%20it?a=1&b', none)).toEqual({
      href: 'https://api.seller.com./run%20it?a=1&b',
      protocol: 'https:',
      host: 'api.seller.com',
      port: 443,
      path: '/run%20it?a=1&b',
      isAddress: false,
      isAllowed: false,
    });
    expect(parseEndpoint('https://1.1.1.1:8443', none)).toMatchObject({
      host: '1.1.1.1',
      port: 8443,
      path: '/',
      isAddress: true,
    });
    expect(parseEndpoint('https://[2606:4700::1111]/', none)).toMatchObject({
      host: '2606:4700::1111',
      isAddress: true,
    });
  });

  it.each([
    ...[
      'http://seller.com/',
      'ftp://seller.com/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      '//seller.com/',
      'seller.com',
      '',
    ],
    ...[
      'https://user@seller.com/',
      'https://user:pw@seller.com/',
      'https://:pw@seller.com/',
      'https://seller.com/#a',
      'https://seller.com/#',
    ],
    ...[
      'https://seller.com\\@evil.com/',
      'https://sel\tler.com/',
      ' https://seller.com/',
      'https://seller.com/\n',
      'https://séller.com/',
    ],
    ...['https://seller.com:0/', 'https://seller.com:65536/', 'https://', 'https://[::1', 'https://a b.com/'],
    `https://seller.com/${'a'.repeat(2_048)}`,
  ])('refuses %j', (url) => {
    expect(codeOf(() => parseEndpoint(url, none))).toBe('invalid_endpoint');
  });

  it.each([
    ...[
      'localhost',
      'localhost.',
      'LOCALHOST',
      'a.localhost',
      'intranet',
      'db.internal',
      'printer.local',
      'x.home.arpa',
      'metadata',
    ],
    ...[
      'metadata.google.internal',
      '127.0.0.1',
      '127.1',
      '0x7f.1',
      '0x7f000001',
      '2130706433',
      '0177.0.0.1',
      '017700000001',
      '%31%32%37.0.0.1',
    ],
    ...[
      '0',
      '0.0.0.0',
      '169.254.169.254',
      '0xa9fea9fe',
      '10.1',
      '192.168.257',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
    ],
    ...['[fd00:ec2::254]', '[fe80::1]', '[64:ff9b::a00:1]', '[2002:7f00:1::]', '127.0.0.1.'],
  ])('refuses the host %s', (host) => {
    expect(codeOf(() => parseEndpoint(`https://${host}/`, none))).toBe('invalid_endpoint');
  });

  it('allows exactly the pairs of the configuration, by http as well', () => {
    const allowed = [parseHostPort('127.0.0.1:9000'), parseHostPort('[::1]:9000'), { host: 'LocalHost', port: 80 }];
    expect(parseEndpoint('http://127.0.0.1:9000/a', allowed)).toMatchObject({ isAllowed: true, port: 9000 });
    expect(parseEndpoint('http://0x7f.1:9000/a', allowed)).toMatchObject({ isAllowed: true, host: '127.0.0.1' });
    expect(parseEndpoint('https://[0::1]:9000/', allowed)).toMatchObject({ isAllowed: true, host: '::1' });
    expect(parseEndpoint('http://localhost/', allowed)).toMatchObject({ isAllowed: true, port: 80 });
    for (const url of [
      ...[
        'http://127.0.0.1:9001/',
        'http://127.0.0.1/',
        'http://127.0.0.2:9000/',
        'http://localhost:9000/',
        'https://localhost/',
      ],
      ...[
        'http://user@127.0.0.1:9000/',
        'http://127.0.0.1:9000/#a',
        'ftp://127.0.0.1:9000/',
        'http://seller.com:9000/',
      ],
    ]) {
      expect(codeOf(() => parseEndpoint(url, allowed))).toBe('invalid_endpoint');
    }
  });

  it('never accepts a private address in any spelling, and throws nothing but AppError', () => {
    const part = fc.oneof(
      fc.integer({ min: 0, max: 255 }).map(String),
      fc.constantFrom('0x7f', '0177', '0xa9fe', '0', '65535', '2130706433'),
    );
    const host = fc.oneof(
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
      fc.ipV4Extended(),
      fc.ipV6().map((ip) => `[${ip}]`),
      fc.string(),
    );
    fc.assert(
      fc.property(host, (name) => {
        try {
          const endpoint = parseEndpoint(`https://${name}/`, none);
          if (endpoint.isAddress) expect(isPublicAddress(endpoint.host)).toBe(true);
          else expect(endpoint.host).toMatch(/\.[^.0-9][^.]*$/);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('parseHostPort', () => {
  it('normalises the host', () => {
    expect(parseHostPort('127.0.0.1:9000')).toEqual({ host: '127.0.0.1', port: 9000 });
    expect(parseHostPort('[::1]:1')).toEqual({ host: '::1', port: 1 });
    expect(parseHostPort('Seller.Local:65535')).toEqual({ host: 'seller.local', port: 65_535 });
  });

  it.each([
    '',
    'localhost',
    ':80',
    'a:',
    'a:0',
    'a:65536',
    'a:80:80',
    '::1:80',
    'http://a:80',
    'a/b:80',
    'a@b:80',
    '*:80',
    '*',
  ])('refuses %j', (text) => {
    const result = codeOf(() => parseHostPort(text));
    // A star is a character like others to the URL parser, but it never equals the host of a URL by more than itself.
    expect(text === '*:80' ? 'invalid_endpoint' : result).toBe('invalid_endpoint');
  });
});
