/**
 * Kept connections to strangers, each bound to one address that was checked.
 *
 * A pool belongs to a name *and* an address, so reuse never skips the check: a call resolves the name, checks every
 * address, and only then takes the pool of that name at that address. The name stays what TLS verifies and what stands in
 * `Host`.
 */
import { isIP, type LookupFunction } from 'node:net';
import { Pool } from 'undici';
import type { Endpoint } from './endpoint.js';

const maxPools = 200;
/** Calls to one name at one address at a time; further ones wait within their own time. */
const connectionsPerPool = 64;
const connectTimeoutMs = 5_000;
/** Short, since a seller may close an idle connection in the moment that we send on it. */
const idleMs = 4_000;

export class Connections {
  private readonly pools = new Map<string, Pool>();
  private readonly closing = new Set<Promise<void>>();

  /** `ca`: PEM certificates to trust instead of the system's. */
  constructor(private readonly ca: readonly string[] | undefined) {}

  /** The pool of an endpoint at an address. The pool used longest ago makes room for a new one. */
  pool(endpoint: Endpoint, address: string): Pool {
    const key = `${endpoint.protocol}//${endpoint.host}:${endpoint.port} ${address}`;
    const pool = this.pools.get(key) ?? this.open(endpoint, address);
    this.pools.delete(key);
    this.pools.set(key, pool);
    const oldest = this.pools.entries().next();
    if (this.pools.size > maxPools && !oldest.done) {
      this.pools.delete(oldest.value[0]);
      this.closeOne(oldest.value[1]);
    }
    return pool;
  }

  private open(endpoint: Endpoint, address: string): Pool {
    const host = isIP(endpoint.host) === 6 ? `[${endpoint.host}]` : endpoint.host;
    return new Pool(`${endpoint.protocol}//${host}:${endpoint.port}`, {
      connections: connectionsPerPool,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      connect: {
        lookup: pinned(address),
        autoSelectFamily: false,
        timeout: connectTimeoutMs,
        ...(this.ca === undefined ? {} : { ca: [...this.ca] }),
      },
    });
  }

  /** Waits for the calls that run. */
  async close(): Promise<void> {
    for (const pool of this.pools.values()) this.closeOne(pool);
    this.pools.clear();
    await Promise.all(this.closing);
  }

  private closeOne(pool: Pool): void {
    const closed = pool.close().finally(() => this.closing.delete(closed));
    this.closing.add(closed);
  }
}

/** Answers every lookup with the address that was checked. */
function pinned(address: string): LookupFunction {
  const family = isIP(address);
  return (_hostname, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}
