import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { addressPrefix, clientKey, hashFields, TrustedProxies } from './client.js';
import { matchEtag } from './etag.js';
import { readPreferences } from './prefer.js';

function request(remoteAddress: string, headers: Record<string, string[]> = {}): IncomingMessage {
  const joined = Object.fromEntries(Object.entries(headers).map(([name, lines]) => [name, lines.join(', ')]));
  return { socket: { remoteAddress }, headers: joined, headersDistinct: headers } as unknown as IncomingMessage;
}

describe('the address of a client', () => {
  const proxies = new TrustedProxies(['10.0.0.0/8', '2001:db8::1']);
  it.each([
    ['203.0.113.9', [], '203.0.113.9'],
    ['::ffff:203.0.113.9', [], '203.0.113.9'],
    ['203.0.113.9', ['198.51.100.7'], '203.0.113.9'],
    ['10.1.2.3', ['198.51.100.7'], '198.51.100.7'],
    ['10.1.2.3', ['1.1.1.1, 198.51.100.7, 10.9.9.9'], '198.51.100.7'],
    ['10.1.2.3', ['1.1.1.1', '198.51.100.7'], '198.51.100.7'],
    ['2001:db8::1', ['[2001:db8:7::2]'], '2001:db8:7::2'],
    ['10.1.2.3', ['198.51.100.7, nonsense'], '10.1.2.3'],
    ['10.1.2.3', ['10.0.0.9'], '10.0.0.9'],
    ['', ['198.51.100.7'], 'unknown'],
  ])('of %s forwarded for %j is %s', (peer, forwarded, address) => {
    const headers = forwarded.length === 0 ? {} : { 'x-forwarded-for': forwarded };
    expect(proxies.clientAddress(request(peer, headers))).toBe(address);
  });

  it('counts for quotas as one IPv4 address or one /64', () => {
    expect(addressPrefix('203.0.113.9')).toBe('203.0.113.9');
    expect(addressPrefix('2001:db8:1:2:3:4:5:6')).toBe(addressPrefix('2001:db8:1:2::9'));
    expect(addressPrefix('2001:db8:1:3::9')).not.toBe(addressPrefix('2001:db8:1:2::9'));
  });

  it('is kept apart from the User-Agent in the key of a client', () => {
    expect(clientKey('a', 'bc')).not.toEqual(clientKey('ab', 'c'));
    expect(hashFields('x', ['a'])).not.toEqual(hashFields('y', ['a']));
    expect(hashFields('x', ['a', ''])).not.toEqual(hashFields('x', ['a']));
  });
});

describe('preferences', () => {
  it.each([
    [[], { waitMs: undefined, funding: undefined }],
    [['wait=10'], { waitMs: 10_000, funding: undefined }],
    [['respond-async, WAIT = "3"; x=1, wait=9'], { waitMs: 3_000, funding: undefined }],
    [['wait=100000'], { waitMs: 30_000, funding: undefined }],
    [['wait=-1, wait=x'], { waitMs: undefined, funding: undefined }],
    [['payment=Hold', 'wait=0'], { waitMs: 0, funding: 'hold' }],
    [['payment=invoice, payment=hold'], { waitMs: undefined, funding: 'invoice' }],
    [['payment=gold, payment=hold'], { waitMs: undefined, funding: 'hold' }],
  ])('of %j are %j', (prefer, expected) => {
    expect(readPreferences(request('::1', prefer.length === 0 ? {} : { prefer }))).toEqual(expected);
  });
});

describe('If-None-Match', () => {
  it('names the tags of one view, weak or strong', () => {
    const headers = { 'if-none-match': ['W/"5-full", "6-state", "7-full", 8-full, "9"'] };
    expect(matchEtag(request('::1', headers), 'full')).toEqual(['5', '7']);
    expect(matchEtag(request('::1', headers), 'state')).toEqual(['6']);
    expect(matchEtag(request('::1'), 'state')).toEqual([]);
  });
});
