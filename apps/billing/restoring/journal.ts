/**
 * What was committed, once more, in files outside of Postgres: should the database be restored from an older copy, this says what it
 * has forgotten. Each process appends to files of its own in one folder; none of them is read again while nothing was lost.
 *
 * A line is a statement by its name and its parameters, as JSON. It contains no secrets: no keys, no preimages, no credentials.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { HealthCheck } from '#observability/health';
import type { Logger } from '#observability/logger';

export type Parameter = string | number | boolean | Date | Buffer | null | readonly string[];

/** What must be in the database if the line's statement was committed. */
export interface Witness {
  readonly table: 'account' | 'charge_event' | 'payout';
  readonly id: string;
  /** Of an event of a charge. */
  readonly request?: string;
  /** Of a payout, that it has had so many. */
  readonly attempts?: number;
}

export interface SeenWitness {
  readonly witness: Witness;
  readonly atMs: number;
}

export interface JournalLine {
  readonly name: string;
  readonly params: readonly Parameter[];
  /** Written before its statement, of which nobody knows then whether it will be committed. */
  readonly intent?: true;
  readonly witness?: Witness;
}

export interface WrittenLine extends JournalLine {
  readonly atMs: number;
}

/** Where it is, and how long a file is kept after it was written last. */
export interface JournalPlace {
  readonly folder: string;
  readonly keepDays: number;
}

export interface JournalOptions extends JournalPlace {
  readonly clock: Clock;
  readonly logger: Logger;
}

const fileMostBytes = 64 * 1_024 * 1_024;
const dayMs = 86_400_000;
const suffix = '.journal';
/** How much of a file's end is read to find its last witness. */
const tailBytes = 2 * 1_024 * 1_024;

interface Waiting {
  readonly text: string;
  readonly sync: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

export class Journal {
  readonly health: HealthCheck = { name: 'journal', check: async () => this.trouble };
  private trouble: string | undefined;
  private queue: Waiting[] = [];
  private working = false;
  private idle: (() => void)[] = [];
  private file: { readonly handle: FileHandle; bytes: number } | undefined;
  private filesOpened = 0;
  private readonly processName = randomBytes(6).toString('hex');

  constructor(private readonly options: JournalOptions) {}

  /** Resolves when the system has the line, or with `sync` when the disk has it; else nothing may follow from it. */
  async append(line: JournalLine, sync = false): Promise<WrittenLine> {
    const written = { atMs: this.options.clock.now().getTime(), ...line };
    const text = `${JSON.stringify(written, tagged)}\n`;
    await new Promise<void>((resolve, reject) => {
      this.queue.push({ text, sync, resolve, reject });
      if (!this.working) void this.work();
    });
    return written;
  }

  async close(): Promise<void> {
    if (this.working) await new Promise<void>((resolve) => this.idle.push(resolve));
    await this.file?.handle.close();
    this.file = undefined;
  }

  /** Whoever comes while the disk is busy is in the next write. Never throws. */
  private async work(): Promise<void> {
    this.working = true;
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0);
      try {
        await this.write(
          batch.map(({ text }) => text).join(''),
          batch.some(({ sync }) => sync),
        );
        this.trouble = undefined;
        for (const one of batch) one.resolve();
      } catch (error) {
        if (this.trouble === undefined) this.options.logger.error({ err: error }, 'the journal cannot be written');
        this.trouble = 'the journal outside of the database cannot be written';
        const refusal = new AppError('unavailable', this.trouble, { cause: error, retryAfterSeconds: 5 });
        for (const one of batch) one.reject(refusal);
      }
    }
    this.working = false;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  private async write(text: string, sync: boolean): Promise<void> {
    const file = await this.writable();
    // A line that was cut by a full disk must not spoil the one after it: each write begins on a line of its own.
    const { bytesWritten } = await file.handle.write(`\n${text}`);
    file.bytes += bytesWritten;
    if (bytesWritten < Buffer.byteLength(text) + 1) throw new Error('the disk took only a part of it');
    if (sync) await file.handle.datasync();
  }

  private async writable(): Promise<NonNullable<typeof this.file>> {
    if (this.file && this.file.bytes < fileMostBytes) return this.file;
    const { folder, clock } = this.options;
    await this.file?.handle.close();
    this.file = undefined;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await this.forget();
    this.filesOpened += 1;
    const name = `${clock.now().toISOString().replaceAll(':', '')}-${this.processName}-${this.filesOpened}${suffix}`;
    const handle = await open(join(folder, name), 'ax', 0o600);
    // Without it a loss of power could take the file itself, synced lines and all.
    const directory = await open(folder, 'r');
    await directory.sync().finally(() => directory.close());
    this.file = { handle, bytes: 0 };
    return this.file;
  }

  /** Files that were written last before the time that is kept. */
  private async forget(): Promise<void> {
    const before = this.options.clock.now().getTime() - this.options.keepDays * dayMs;
    for (const path of await this.files(0)) {
      if ((await stat(path)).mtimeMs < before) await unlink(path);
    }
  }

  /** Oldest first; only those that were written since. */
  private async files(sinceMs: number): Promise<string[]> {
    const { folder } = this.options;
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const paths = names.filter((name) => name.endsWith(suffix)).map((name) => join(folder, name));
    const written = await Promise.all(paths.map(async (path) => ({ path, mtimeMs: (await stat(path)).mtimeMs })));
    return written
      .filter(({ mtimeMs }) => mtimeMs >= sinceMs)
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ path }) => path);
  }

  /** Of each file the last line that the database can be asked about. */
  async lastWitnesses(): Promise<SeenWitness[]> {
    const found: SeenWitness[] = [];
    for (const path of await this.files(0)) {
      const { size } = await stat(path);
      let last: SeenWitness | undefined;
      for await (const { witness, atMs } of linesOf(path, Math.max(0, size - tailBytes))) {
        if (witness) last = { witness, atMs };
      }
      if (last) found.push(last);
    }
    return found;
  }

  /** Everything that was written since, by all processes, in the order of time. */
  async *since(sinceMs: number): AsyncGenerator<WrittenLine> {
    const readers = (await this.files(sinceMs)).map((path) => linesOf(path));
    const heads = await Promise.all(readers.map(async (reader) => ({ reader, line: (await reader.next()).value })));
    for (;;) {
      const next = heads.reduce<(typeof heads)[number] | undefined>(
        (first, head) => (head.line && (!first?.line || head.line.atMs < first.line.atMs) ? head : first),
        undefined,
      );
      if (!next?.line) return;
      if (next.line.atMs >= sinceMs) yield next.line;
      next.line = (await next.reader.next()).value;
    }
  }
}

/** Lines that were cut, by a full disk or by where the reading begins, are none. */
async function* linesOf(path: string, start = 0): AsyncGenerator<WrittenLine, undefined> {
  const lines = createInterface({ input: createReadStream(path, { start, encoding: 'utf8' }), crlfDelay: Infinity });
  for await (const text of lines) {
    const line = text.startsWith('{') && text.endsWith('}') ? parsed(text) : undefined;
    if (line) yield line;
  }
  return undefined;
}

function parsed(text: string): WrittenLine | undefined {
  try {
    return JSON.parse(text, (_, value) => untagged(value)) as WrittenLine;
  } catch {
    // A part of a line that looks like one.
    return undefined;
  }
}

/** JSON has neither times nor bytes; `this` has what their own `toJSON` has not touched yet. */
function tagged(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key];
  if (raw instanceof Date) return { $at: raw.toISOString() };
  if (Buffer.isBuffer(raw)) return { $hex: raw.toString('hex') };
  return value;
}

function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $at, $hex } = value as { $at?: string; $hex?: string };
  if ($at !== undefined) return new Date($at);
  return $hex === undefined ? value : Buffer.from($hex, 'hex');
}
