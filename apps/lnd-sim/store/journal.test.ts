import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Journal, replaceJournal } from './journal.js';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(directory, 'journal.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const failed = (error: unknown) => {
  throw error;
};

async function lines(): Promise<string[]> {
  const found: string[] = [];
  const { journal } = await Journal.open(path, (line) => found.push(line), failed);
  await journal.close();
  return found;
}

describe('the journal', () => {
  it('calls back in order, when the line is in the file', async () => {
    const { journal } = await Journal.open(path, failed, failed);
    const order: string[] = [];
    const done = new Promise<void>((resolve) => {
      journal.append('one', () => order.push(`one ${readFileSync(path, 'utf8').includes('one\n')}`));
      journal.afterDurable(() => order.push('between'));
      journal.append('two', () => {
        order.push(`two ${readFileSync(path, 'utf8').includes('two\n')}`);
        journal.append('three', resolve);
      });
    });
    expect(order).toEqual([]);
    await done;
    expect(order).toEqual(['one true', 'between', 'two true']);
    let atOnce = false;
    await new Promise((resolve) => setImmediate(resolve));
    journal.afterDurable(() => {
      atOnce = true;
    });
    expect(atOnce).toBe(true);
    await journal.close();
    expect(await lines()).toEqual(['one', 'two', 'three']);
  });

  it('cuts an unfinished last line off and goes on behind it', async () => {
    writeFileSync(path, 'one\ntwo\nthr');
    expect(await lines()).toEqual(['one', 'two']);
    appendFileSync(path, 'four\n');
    expect(await lines()).toEqual(['one', 'two', 'four']);
  });

  it('refuses a file with an unreadable line in it', async () => {
    writeFileSync(path, '{}\n{"broken\n{}\n');
    await expect(Journal.open(path, (line) => JSON.parse(line), failed)).rejects.toThrow(/line 2 of .* damaged/);
  });

  it('acknowledges nothing after a failure', async () => {
    const failures: unknown[] = [];
    const { journal } = await Journal.open(path, failed, (error) => failures.push(error));
    let acknowledged = false;
    journal.append('one', () => {
      acknowledged = true;
    });
    const waited: unknown[] = [];
    journal.afterDurable(
      () => waited.push('durable'),
      (error) => waited.push(error.detail),
    );
    journal.fail(new Error('disk'));
    expect(waited).toEqual([`the journal ${path} cannot be written any more: disk`]);
    await journal.close();
    expect(acknowledged).toBe(false);
    expect(failures).toMatchObject([{ code: 'internal', cause: new Error('disk') }]);
    expect(() => journal.append('two', () => undefined)).toThrow(/cannot be written/);
    expect(() => journal.afterDurable(() => undefined)).toThrow(/cannot be written/);
  });

  it('is replaced as a whole', async () => {
    writeFileSync(path, 'old\n');
    const many = Array.from({ length: 2500 }, (_, index) => String(index));
    await replaceJournal(path, many);
    expect(await lines()).toEqual(many);
  });
});
