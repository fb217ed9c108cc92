/**
 * Who is asking, where no account is presented: the exact address of the peer with its User-Agent, told apart further by an
 * Idempotency-Key. Prefixes of addresses count only for quotas.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import { AppError } from '#kernel/errors';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

/** Exact addresses or CIDR ranges of the proxies whose `X-Forwarded-For` is believed. */
export class TrustedProxies {
  private readonly ranges: readonly Range[];

  constructor(entries: readonly string[]) {
    this.ranges = entries.map((entry) => {
      if (entry.includes('/')) return ipaddr.parseCIDR(entry);
      const address = ipaddr.parse(entry);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    });
  }

  /** The client's address: the peer's, or where the peer is a trusted proxy the last forwarded one that is none. */
  clientAddress(request: IncomingMessage): string {
    let address = parseAddress(request.socket.remoteAddress ?? '');
    if (address === undefined) return 'unknown';
    const forwarded = (request.headersDistinct['x-forwarded-for'] ?? []).join(',').split(',');
    while (this.trusts(address) && forwarded.length > 0) {
      const previous = parseAddress(forwarded.pop()?.trim() ?? '');
      if (previous === undefined) break;
      address = previous;
    }
    return address.toString();
  }

  private trusts(address: Address): boolean {
    return this.ranges.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network as ipaddr.IPv4, bits),
    );
  }
}

function parseAddress(text: string): Address | undefined {
  const bare = text.replace(/%.*$/, '').replace(/^\[(.*)\]$/, '$1');
  // A proxy may name one machine as 203.0.113.9 and as ::ffff:203.0.113.9.
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined;
}

/** What quotas count by: one IPv4 address, or the /64 that one IPv6 customer has. */
export function addressPrefix(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`;
}

/** sha256 over the fields, each with its length, so that no two lists of fields give the same bytes. */
export function hashFields(label: string, fields: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sha256').update(`botbazaar ${label}\0`);
  for (const field of fields) {
    const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : field;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

/** 32 bytes that stand for an anonymous client. */
export function clientKey(address: string, userAgent: string): Buffer {
  return hashFields('client', [address, userAgent]);
}

/** The header's value, or undefined without it. Errors: `invalid_request` for one that is no key. */
export function readIdempotencyKey(request: IncomingMessage): string | undefined {
  const values = request.headersDistinct['idempotency-key'];
  if (values === undefined) return undefined;
  const key = values[0] ?? '';
  if (values.length === 1 && /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key)) return key;
  throw new AppError('invalid_request', 'Idempotency-Key must be given once, as 1 to 255 printable characters', {
    fields: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }],
  });
}
