/** The journal by itself: what is written comes back, in the order of time, whatever happened to the files. */
import { appendFile, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Journal, type JournalLine, type WrittenLine } from '#apps/billing/restoring/journal';
import { manualClock } from '#kernel/clock';
import { createLogger } from '#observability/logger';

const logger = createLogger({ level: 'silent', name: 'test', destination: 'stdout' });
const start = new Date('2026-03-01T12:00:00.000Z');
const dayMs = 86_400_000;
let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'botbazaar-journal-')), 'journal');
});
afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true });
});

const clock = manualClock(start);
const open = () => new Journal({ folder, keepDays: 14, clock, logger });
const line = (id: string): JournalLine => ({ name: 'test', params: [id], witness: { table: 'account', id } });
const all = async (sinceMs = 0): Promise<WrittenLine[]> => {
  const lines: WrittenLine[] = [];
  for await (const one of open().since(sinceMs)) lines.push(one);
  return lines;
};

describe('the journal', () => {
  it('gives back every kind of parameter as it was', async () => {
    const journal = open();
    const params = ['a "b"\n', 7, true, null, start, Buffer.from('00ff', 'hex'), ['x', 'y'], '{"$at":"no time"}'];
    await journal.append({ name: 'test', params, intent: true }, true);
    await journal.close();
    expect(await all()).toEqual([{ atMs: clock.now().getTime(), name: 'test', params, intent: true }]);
  });

  it('merges what several processes wrote at the same time, and begins where it is told to', async () => {
    const [a, b] = [open(), open()];
    const times: number[] = [];
    for (const [n, journal] of [a, b, b, a, b].entries()) {
      clock.advance(10);
      times.push(clock.now().getTime());
      await journal.append(line(String(n)));
    }
    await Promise.all([a.close(), b.close()]);
    expect((await all()).map(({ params }) => params[0])).toEqual(['0', '1', '2', '3', '4']);
    expect((await all(times[3])).map(({ params }) => params[0])).toEqual(['3', '4']);
    expect((await open().lastWitnesses()).map(({ witness }) => witness.id).sort()).toEqual(['3', '4']);
  });

  it('passes over a line that a crash or a full disk has cut, and none of those after it', async () => {
    const journal = open();
    await journal.append(line('whole'));
    const [name = ''] = await readdir(folder);
    await appendFile(join(folder, name), '{"atMs":1,"name":"test","par');
    await journal.append(line('after'));
    await journal.close();
    await appendFile(join(folder, name), '\n{"atMs":1}x}');
    expect((await all()).map(({ params }) => params[0])).toEqual(['whole', 'after']);
  });

  it('keeps what it has to itself, and forgets files that were written last before its time', async () => {
    const journal = open();
    await journal.append(line('old'));
    await journal.close();
    const [old = ''] = await readdir(folder);
    expect([(await stat(folder)).mode & 0o777, (await stat(join(folder, old))).mode & 0o777]).toEqual([0o700, 0o600]);
    const before = new Date(clock.now().getTime() - 15 * dayMs);
    await utimes(join(folder, old), before, before);
    await writeFile(join(folder, 'something else'), '');
    const next = open();
    await next.append(line('new'));
    await next.close();
    expect((await all()).map(({ params }) => params[0])).toEqual(['new']);
    expect(await readdir(folder)).toContain('something else');
  });

  it('refuses what it cannot write, says so, and goes on when it can', async () => {
    // A file stands where its folder should be.
    await writeFile(folder, '');
    const journal = open();
    await expect(journal.append(line('lost'))).rejects.toMatchObject({ code: 'unavailable' });
    expect(await journal.health.check()).toMatch(/journal/);
    await rm(folder);
    await journal.append(line('kept'));
    expect(await journal.health.check()).toBeUndefined();
    await journal.close();
    expect((await all()).map(({ params }) => params[0])).toEqual(['kept']);
  });

  it('is empty where there is no folder yet', async () => {
    expect(await all()).toEqual([]);
    expect(await open().lastWitnesses()).toEqual([]);
  });
});
