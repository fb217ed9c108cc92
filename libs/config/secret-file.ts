/**
 * Secrets that are made at the first start and kept in files that only their owner can read. Nothing here is ever logged,
 * and messages name the file, never its content.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Its message is a sentence for the one who starts the program. */
export class SecretFileError extends Error {
  override readonly name = 'SecretFileError';
}

/** The secret of that many bytes in the file (hex, 0600), made of random bytes where there is no file. */
export function openSecretFile(file: string, bytes: number): Buffer {
  const text = readOrMake(file, () => `${randomBytes(bytes).toString('hex')}\n`).trim();
  if (!/^[0-9a-f]*$/.test(text) || text.length !== bytes * 2) {
    throw new SecretFileError(`The file ${file} does not hold a secret of ${bytes} bytes in hex.`);
  }
  return Buffer.from(text, 'hex');
}

/** The content of the file; refused where others than its owner may read or write it. `make` says what a new one holds. */
export function readOrMake(file: string, make: () => string): string {
  const found = read(file);
  if (found !== undefined) return found;
  create(file, make());
  const made = read(file);
  if (made === undefined) throw new SecretFileError(`The file ${file} was removed while it was read.`);
  return made;
}

function read(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw new SecretFileError(`The file ${file} cannot be read: ${(thrown as Error).message}.`, { cause: thrown });
  }
  try {
    const mode = fstatSync(descriptor).mode & 0o777;
    if ((mode & 0o077) !== 0) {
      throw new SecretFileError(
        `The file ${file} is open to others (mode ${mode.toString(8)}). If nobody can have read it, chmod 600 ${file}.`,
      );
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** On disk before its name is there: a key that was used and then lost in a power failure would cost money. */
function create(file: string, content: string): void {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    const descriptor = openSync(draft, 'wx', 0o600);
    fchmodSync(descriptor, 0o600);
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
    closeSync(descriptor);
    linkSync(draft, file);
    const folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch (thrown) {
    // Made by another process in the meantime: then that one is read.
    if (codeOf(thrown) === 'EEXIST') return;
    throw new SecretFileError(`The file ${file} cannot be made: ${(thrown as Error).message}.`, { cause: thrown });
  } finally {
    rmSync(draft, { force: true });
  }
}

function codeOf(thrown: unknown): string | undefined {
  return (thrown as NodeJS.ErrnoException).code;
}
