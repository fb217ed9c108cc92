/**
 * Addresses that strangers give us to call: a seller's endpoint, a buyer's webhook.
 *
 * The URL is read by the WHATWG parser, which is what makes the connection later, so all odd spellings of an address
 * (0x7f.1, 2130706433, 127.1, %31) are normalised before they are judged. A name is judged again at every call, after it
 * was resolved (`call.ts`).
 */
import { isIP } from 'node:net';
import { AppError } from '#kernel/errors';
import { isPublicAddress } from './address.js';

const maxUrlChars = 2_048;

/** An exact pair that configuration allows, whatever address it has; http is allowed there as well. */
export interface HostPort {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface Endpoint {
  /** The normalised URL. */
  readonly href: string;
  readonly protocol: 'http:' | 'https:';
  /** A name in lower case, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
  readonly isAddress: boolean;
  /** One of the pairs that configuration allows: its address is not checked. */
  readonly isAllowed: boolean;
}

/** Names that never lead to the Internet (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and ICANN's choice of .internal). */
const localNames = /(^|\.)(localhost|local|internal|home\.arpa|test|invalid|example|onion|alt|lan|corp|home|intranet)$/;

/** A name of DNS with at least two labels, the last of which does not look like a number. */
const publicName = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads a stranger's URL. Throws `invalid_endpoint` for anything but an https URL without credentials and fragment whose
 * host may be public. For the pairs in `allowed`, http and any address will do.
 */
export function parseEndpoint(text: string, allowed: readonly HostPort[]): Endpoint {
  if (text.length > maxUrlChars) throw refusal(`is longer than ${maxUrlChars} characters`);
  // The parser strips control characters and turns backslashes into slashes; what looks different to us and to it is refused.
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) {
    throw refusal('has characters that a URL must not have (write other scripts in their xn-- and % forms)');
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw refusal('is not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refusal('must begin with https://');
  if (url.username !== '' || url.password !== '') throw refusal('must not hold a user name or a password');
  if (text.includes('#')) throw refusal('must not have a fragment');
  const host = bareHost(url.hostname);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (url.port === '0') throw refusal('has no port that can be called');
  const isAddress = isIP(host) !== 0;
  const isAllowed = allowed.some((pair) => pair.port === port && normalHost(pair.host) === host);
  if (!isAllowed) refusePrivate(url.protocol, host, isAddress);
  return { href: url.href, protocol: url.protocol, host, port, path: url.pathname + url.search, isAddress, isAllowed };
}

function refusePrivate(protocol: string, host: string, isAddress: boolean): void {
  if (protocol !== 'https:') throw refusal('must begin with https://');
  const isPublic = isAddress ? isPublicAddress(host) : publicName.test(host) && !localNames.test(host);
  if (!isPublic) throw refusal('does not name a host on the public Internet');
}

/** "127.0.0.1:9000", "[::1]:9000" or "name:9000" as a pair; throws `invalid_endpoint` for anything else. */
export function parseHostPort(text: string): HostPort {
  const match = /^(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9._-]+):([0-9]{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  const host = match?.[1] === undefined ? undefined : normalHost(match[1]);
  if (!host || port < 1 || port > 65_535) throw refusal('must be host:port', text.slice(0, 80));
  return { host, port };
}

/** A host as the URL parser writes it, or '' when it is none. */
function normalHost(host: string): string {
  const literal = isIP(host) === 6 ? `[${host}]` : host;
  const href = `http://${literal}/`;
  return URL.canParse(href) ? bareHost(new URL(href).hostname) : '';
}

/** Without the brackets of IPv6 and without the dot that ends a fully qualified name. */
function bareHost(hostname: string): string {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
}

function refusal(message: string, subject = 'the URL'): AppError {
  return new AppError('invalid_endpoint', `${subject} ${message}`, { fields: [{ path: '', message }] });
}
