/**
 * Names to addresses, at every call: a name that was harmless when it was registered may point elsewhere now.
 *
 * Strangers' names are asked of DNS directly (c-ares), not of the system's resolver: that one knows the hosts file and
 * local names, and blocks one of four threads of the process for as long as a stranger's name server likes.
 */
import { Resolver as DnsResolver, lookup } from 'node:dns/promises';
import { isPublicAddress } from './address.js';
import type { Endpoint } from './endpoint.js';
import { OutboundFailure } from './failure.js';

/** All addresses of a host. Rejects or returns none when there are none. */
export type Resolver = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

const maxAddresses = 32;

/** The addresses that may be called, at least one. Throws `dns` or `refused_address`. */
export async function resolveEndpoint(
  endpoint: Endpoint,
  signal: AbortSignal,
  resolver: Resolver | undefined,
): Promise<readonly string[]> {
  const addresses = endpoint.isAddress ? [endpoint.host] : await ask(endpoint, signal, resolver);
  if (addresses.length === 0) throw new OutboundFailure('dns', 'the host name has no address');
  if (endpoint.isAllowed) return addresses;
  // One bad address refuses all of them: a host that names private addresses is either broken or an attack.
  if (addresses.length > maxAddresses || !addresses.every(isPublicAddress)) {
    throw new OutboundFailure('refused_address', 'the host name leads to an address that may not be called');
  }
  return addresses;
}

async function ask(
  endpoint: Endpoint,
  signal: AbortSignal,
  resolver: Resolver | undefined,
): Promise<readonly string[]> {
  const resolve = resolver ?? (endpoint.isAllowed ? systemResolver : dnsResolver);
  try {
    return await orAborted(resolve(endpoint.host, signal), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new OutboundFailure('dns', 'the host name does not resolve', error);
  }
}

/** For hosts that configuration names: knows the hosts file. */
const systemResolver: Resolver = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

const dnsResolver: Resolver = async (host, signal) => {
  const dns = new DnsResolver({ timeout: 2_000, tries: 2 });
  const cancel = () => dns.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const [four, six] = await Promise.allSettled([dns.resolve4(host), dns.resolve6(host)]);
    const addresses = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length === 0 && four.status === 'rejected') throw four.reason;
    return addresses;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};

/** The promise's outcome, or the signal's reason if that comes first. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
