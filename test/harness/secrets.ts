/** What must never be read by anyone else, in every way in which it could be written. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Shorter texts would be found by chance. */
const leastLength = 16;

export class Secrets {
  /** Spelling → what it is. */
  private readonly spellings = new Map<string, string>();

  /** Text as it is presented. */
  addText(name: string, text: string): void {
    if (text.length < leastLength) throw new Error(`${name} is too short for a secret`);
    this.spellings.set(text, name);
    this.spellings.set(Buffer.from(text).toString('base64').replace(/=+$/, ''), name);
  }

  /** Bytes, which are written as hex, base64 or a list of numbers. */
  addBytes(name: string, bytes: Buffer): void {
    const hex = bytes.toString('hex');
    for (const text of [
      hex,
      hex.toUpperCase(),
      bytes.toString('base64url'),
      bytes.toString('base64').replace(/=+$/, ''),
    ]) {
      this.spellings.set(text, name);
    }
    this.spellings.set([...bytes.subarray(0, 12)].join(','), name);
  }

  /** Keys, tokens and macaroons in the data directory. */
  async addFolder(folder: string): Promise<void> {
    for (const entry of await readdir(folder, { recursive: true })) {
      const path = join(folder, entry);
      if (!(await stat(path)).isFile()) continue;
      if (/admin\.macaroon$/.test(entry)) this.addBytes(entry, await readFile(path));
      if (!/\.(hex|token|key|json)$/.test(entry) || entry.endsWith('tls.key')) continue;
      for (const [hex] of (await readFile(path, 'utf8')).matchAll(/[0-9a-f]{32,}/g)) {
        this.addBytes(entry, Buffer.from(hex, 'hex'));
      }
    }
  }

  get size(): number {
    return this.spellings.size;
  }

  /** Which secrets stand in the text. */
  foundIn(text: string): string[] {
    return [...new Set([...this.spellings].filter(([spelling]) => text.includes(spelling)).map(([, name]) => name))];
  }
}
