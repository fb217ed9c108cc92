/**
 * An append-only file of lines. A line is durable when its callback is called: appends that come while the disk is busy
 * share the next write and the next fdatasync, so durability costs one round per batch and not per line.
 *
 * A process that dies leaves at most an unfinished last line, which opening cuts off: nobody was told about it. Any other
 * unreadable line means that the file was damaged, and opening refuses it.
 */
import { type FileHandle, open, readFile, rename, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#kernel/errors';

/** Whoever waits for the disk; `failed` hears that it will never be so. */
interface Waiting {
  readonly durable: () => void;
  readonly failed: ((error: AppError) => void) | undefined;
}

export class Journal {
  private lines: string[] = [];
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private failure: AppError | undefined;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly onFailure: (error: AppError) => void,
  ) {}

  /** Opens or creates the file and hands every complete line to `replay`, oldest first. */
  static async open(
    path: string,
    replay: (line: string) => void,
    onFailure: (error: AppError) => void,
  ): Promise<{ journal: Journal; lineCount: number }> {
    const lineCount = await replayFile(path, replay);
    const file = await open(path, 'a', 0o600);
    await syncDirectory(dirname(path));
    return { journal: new Journal(path, file, onFailure), lineCount };
  }

  /** Calls back when the line, and with it every earlier one, is on the disk; in the order of the calls. */
  append(line: string, durable: () => void): void {
    if (this.failure !== undefined) throw this.failure;
    this.lines.push(line);
    this.waiting.push({ durable, failed: undefined });
    this.writing ??= this.write();
  }

  /** Calls back when everything that was appended so far is on the disk, at once if it is already. */
  afterDurable(durable: () => void, failed?: (error: AppError) => void): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.writing === undefined) durable();
    else this.waiting.push({ durable, failed });
  }

  /** From here on nothing is written and nothing is acknowledged. */
  fail(cause: unknown): void {
    if (this.failure !== undefined) return;
    const failure = brokenJournal(this.path, cause);
    this.failure = failure;
    for (const { failed } of this.waiting.splice(0)) failed?.(failure);
    this.onFailure(failure);
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file.close();
  }

  private async write(): Promise<void> {
    // One turn of the event loop collects the appends of requests that arrived together.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (this.waiting.length > 0 && this.failure === undefined) {
        const lines = this.lines.splice(0);
        const many = this.waiting.length;
        if (lines.length > 0) {
          await this.file.appendFile(`${lines.join('\n')}\n`);
          await this.file.datasync();
        }
        for (const { durable } of this.waiting.splice(0, many)) durable();
      }
    } catch (error) {
      // What is in memory may not be on the disk.
      this.fail(error);
    } finally {
      this.writing = undefined;
    }
  }
}

/** Puts the lines in place of the file's content, whole or not at all. */
export async function replaceJournal(path: string, lines: Iterable<string>): Promise<void> {
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', 0o600);
  try {
    let batch: string[] = [];
    for (const line of lines) {
      batch.push(line);
      if (batch.length < 1000) continue;
      await file.appendFile(`${batch.join('\n')}\n`);
      batch = [];
    }
    if (batch.length > 0) await file.appendFile(`${batch.join('\n')}\n`);
    await file.sync();
  } catch (error) {
    // On a full disk it would only take the place that the journal itself needs.
    await rm(fresh, { force: true });
    throw brokenJournal(path, error);
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  await syncDirectory(dirname(path));
}

async function replayFile(path: string, replay: (line: string) => void): Promise<number> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  let count = 0;
  let start = 0;
  for (let end = content.indexOf(10); end !== -1; end = content.indexOf(10, start)) {
    count += 1;
    try {
      replay(content.toString('utf8', start, end));
    } catch (error) {
      throw new AppError('internal', `line ${count} of ${path} cannot be read; the file is damaged`, { cause: error });
    }
    start = end + 1;
  }
  if (start < content.length) await truncate(path, start);
  return count;
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function brokenJournal(path: string, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('internal', `the journal ${path} cannot be written any more: ${why}`, { cause });
}
