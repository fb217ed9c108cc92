/** What a run has besides the marketplace: a seed, ports, clocks that can be set, and a small disk for the nodes. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Connection, nodeOf } from '#apps/botbazaar/connect-file';
import { openSecretFile } from '#config/secret-file';
import type { LndAddress } from '#lightning/lnd-client';
import type { Books } from '#test/harness/books';
import { seeds } from '#test/ledger/random';

export const seed = Number(process.env.CHAOS_SEED ?? seeds(1)[0]);

/** The owner of the embedded Postgres of a data directory that listens there. */
export function ownerUrlOf(dataDirectory: string, port: number): string {
  const password = openSecretFile(join(dataDirectory, 'keys', 'postgres-owner.key'), 24).toString('hex');
  return `postgres://botbazaar_owner:${password}@127.0.0.1:${port}/postgres`;
}

/** The market's node of an instance whose nodes are simulated. */
export function simulatedNode(connection: Connection): LndAddress {
  const { grpc: address, tlsCertFile, macaroonFile } = nodeOf(connection, 'market');
  const macaroon = readFileSync(macaroonFile).toString('hex');
  return { address, tlsCertFile, macaroon: () => macaroon };
}

/** Of the simulated node of the market. */
export async function endStreams(books: Books): Promise<void> {
  await books.control('POST', '/nodes/market/streams', { how: 'end' });
}

const clockHook = fileURLToPath(new URL('./shifted-clock.mjs', import.meta.url));

/** Clocks by the name of whose they are. */
export class Clocks {
  constructor(private readonly folder: string) {}

  /** For a process that shall go by that clock. */
  environment(name: string): Record<string, string> {
    return { NODE_OPTIONS: `--import ${clockHook}`, CHAOS_CLOCK_FILE: join(this.folder, `clock-${name}`) };
  }

  /** The process notices it within a moment; so does one that starts later. */
  async set(name: string, offMs: number): Promise<void> {
    await writeFile(join(this.folder, `clock-${name}`), String(offMs));
  }
}

const diskBytes = 32 * 1024 * 1024;

/** A file system of a few megabytes at that folder; undefined where this user may not mount one. */
export function mountDisk(folder: string): Disk | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const options = `size=${diskBytes},mode=0700`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  return mounted.status === 0 ? new Disk(folder) : undefined;
}

export class Disk {
  private readonly filler: string;

  constructor(private readonly folder: string) {
    this.filler = join(folder, 'filler');
  }

  /** To the last page. */
  fill(): void {
    const file = openSync(this.filler, 'a');
    try {
      for (let size = 1024 * 1024; size >= 4_096; ) {
        try {
          if (writeSync(file, Buffer.alloc(size)) < size) size /= 2;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          size /= 2;
        }
      }
    } finally {
      closeSync(file);
    }
  }

  async clear(): Promise<void> {
    await rm(this.filler, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.folder], { stdio: 'ignore' });
  }
}
