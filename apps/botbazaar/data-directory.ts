/**
 * The folder in which one instance keeps everything: keys, the simulated nodes, logs, the embedded Postgres.
 *
 * One process owns it at a time. The lock names the process by its id and the moment at which it started, so that what a
 * `kill -9` leaves behind never stops the next start, not even when the id has been given to another process.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { processStart } from './process-start.js';

export interface DataDirectory {
  /** Absolute, as are the others. */
  readonly path: string;
  readonly keys: string;
  readonly nodes: string;
  readonly logs: string;
  /** Where a client finds this instance, written when it is ready. */
  readonly connectFile: string;
  /** Gives the directory free for another process. */
  release(): Promise<void>;
}

/** Its message is a sentence for the one who starts the program. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError';
}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/** Makes the folder where it is missing (0700) and takes it; refused while another live process has it. */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  const root = resolve(path);
  const folders = { keys: join(root, 'keys'), nodes: join(root, 'nodes'), logs: join(root, 'logs') };
  const lockFile = join(root, 'lock');
  try {
    for (const folder of [root, ...Object.values(folders)]) await mkdir(folder, { recursive: true, mode: 0o700 });
    await takeLock(root, lockFile);
  } catch (thrown) {
    if (thrown instanceof DataDirectoryError) throw thrown;
    throw new DataDirectoryError(`The data directory ${root} cannot be used: ${(thrown as Error).message}.`, {
      cause: thrown,
    });
  }
  return { path: root, ...folders, connectFile: join(root, 'connect.json'), release: () => releaseLock(lockFile) };
}

async function takeLock(root: string, lockFile: string): Promise<void> {
  const own: Holder = { pid: process.pid, started: processStart(process.pid) ?? '' };
  // Written aside and linked into place, so that nobody ever reads half a lock.
  const draft = `${lockFile}.${randomBytes(8).toString('hex')}`;
  await writeFile(draft, JSON.stringify(own), { mode: 0o600, flag: 'wx' });
  try {
    while (!(await linked(draft, lockFile))) {
      const holder = await readHolder(lockFile);
      if (holder === undefined) continue;
      if (isAlive(holder)) {
        throw new DataDirectoryError(
          `The data directory ${root} is in use by the running process ${holder.pid}. ` +
            'Stop that process first, or name another directory in BOTBAZAAR_DATA_DIR.',
        );
      }
      await setAside(lockFile, holder);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Gives the draft its final name, unless that name is taken. */
async function linked(draft: string, lockFile: string): Promise<boolean> {
  try {
    await link(draft, lockFile);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/** Removes the lock of a dead process. Of several starters only one moves a given file; who moved a live one puts it back. */
async function setAside(lockFile: string, dead: Holder): Promise<void> {
  const aside = `${lockFile}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(lockFile, aside);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return;
    throw thrown;
  }
  const moved = await readHolder(aside);
  if (moved !== undefined && (moved.pid !== dead.pid || moved.started !== dead.started)) await linked(aside, lockFile);
  await rm(aside, { force: true });
}

async function releaseLock(lockFile: string): Promise<void> {
  const holder = await readHolder(lockFile);
  if (holder?.pid === process.pid) await rm(lockFile, { force: true });
}

/** Undefined where the file is gone; a lock that says nothing sensible is nobody's. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const match = /^\{"pid":(\d+),"started":"([^"]*)"\}$/.exec(await readFile(file, 'utf8'));
    return { pid: Number(match?.[1] ?? 0), started: match?.[2] ?? '' };
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

function isAlive(holder: Holder): boolean {
  return holder.pid > 0 && processStart(holder.pid) === holder.started;
}

function codeOf(thrown: unknown): string | undefined {
  return (thrown as NodeJS.ErrnoException).code;
}
