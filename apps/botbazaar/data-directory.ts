/**
 * The folder in which one instance keeps everything: keys, the simulated nodes, logs, the embedded Postgres.
 *
 * One process owns it at a time. Who wants it first puts a claim into it, an empty file whose name tells the process by its
 * id and the moment at which it started, and owns it if no other living process has a claim there. Two never own it, since
 * each claims before it looks; and what a `kill -9` leaves behind stops nobody, not even when the id has been given away.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Several that start at once may all see each other and step back; they come again at different moments. */
const attempts = 6;
const stepBackMs = 50;

/** Makes the folder where it is missing (0700) and takes it; refused while another live process has it. */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  const root = resolve(path);
  const folders = { keys: join(root, 'keys'), nodes: join(root, 'nodes'), logs: join(root, 'logs') };
  try {
    for (const folder of [root, ...Object.values(folders)]) await mkdir(folder, { recursive: true, mode: 0o700 });
    const claim = await take(root);
    const release = () => rm(claim, { force: true });
    return { path: root, ...folders, connectFile: join(root, 'connect.json'), release };
  } catch (thrown) {
    if (thrown instanceof DataDirectoryError) throw thrown;
    const reason = (thrown as Error).message;
    throw new DataDirectoryError(`The data directory ${root} cannot be used: ${reason}.`, { cause: thrown });
  }
}

/** The path of the claim by which this process now owns the directory. */
async function take(root: string): Promise<string> {
  const mark = startMark(process.pid);
  if (mark === undefined) throw new DataDirectoryError('Neither /proc nor ps says when this process started.');
  const own = `lock-${process.pid}-${mark}-${randomBytes(8).toString('hex')}`;
  const claim = join(root, own);
  for (let attempt = 1; ; attempt += 1) {
    await writeFile(claim, '', { mode: 0o600, flag: 'wx' });
    const other = await otherOwner(root, own);
    if (other === undefined) return claim;
    await rm(claim, { force: true });
    if (attempt === attempts) {
      throw new DataDirectoryError(
        `The data directory ${root} is in use by the running process ${other}. ` +
          'Stop that process first, or name another directory in BOTBAZAAR_DATA_DIR.',
      );
    }
    await sleep(Math.random() * stepBackMs);
  }
}

/** The id of a living process with a claim; claims of the dead are removed. */
async function otherOwner(root: string, own: string): Promise<number | undefined> {
  for (const name of await readdir(root)) {
    const match = /^lock-(\d+)-([0-9a-f]+)-[0-9a-f]+$/.exec(name);
    if (match === null || name === own) continue;
    const pid = Number(match[1]);
    if (startMark(pid) === match[2]) return pid;
    await rm(join(root, name), { force: true });
  }
  return undefined;
}

/** The moment at which the process started, in a form that fits into a file's name; undefined where it is not there. */
function startMark(pid: number): string | undefined {
  const start = processStart(pid);
  return start === undefined ? undefined : createHash('sha256').update(start).digest('hex').slice(0, 16);
}
