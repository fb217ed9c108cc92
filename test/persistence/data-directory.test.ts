import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataDirectoryError, openDataDirectory } from '#apps/botbazaar/data-directory';
import { runChild } from '#test/harness/child';

const holder = `
  import { openDataDirectory } from '#apps/botbazaar/data-directory';
  await openDataDirectory(process.env.DIRECTORY);
  console.log('taken');
  setInterval(() => undefined, 1000);`;

describe('the data directory', () => {
  let parent: string;
  let path: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'data-directory-'));
    path = join(parent, 'data');
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

  it('is made with its folders, which only its owner can enter', async () => {
    const directory = await openDataDirectory(path);
    expect(directory).toMatchObject({ path, keys: join(path, 'keys'), connectFile: join(path, 'connect.json') });
    for (const folder of [path, directory.keys, directory.nodes, directory.logs])
      expect(await modeOf(folder)).toBe(0o700);
    await directory.release();
  });

  it('is refused to a second process while the first one lives, and free after its kill -9', async () => {
    const first = runChild(holder, { DIRECTORY: path });
    await first.says(/taken/);
    await expect(openDataDirectory(path)).rejects.toThrow(
      `The data directory ${path} is in use by the running process ${first.pid}. Stop that process first`,
    );
    await first.end('SIGKILL');
    await (await openDataDirectory(path)).release();
  });

  it('is free again after a release, which leaves no trace', async () => {
    await (await openDataDirectory(path)).release();
    await (await openDataDirectory(path)).release();
    expect((await readdir(path)).sort()).toEqual(['keys', 'logs', 'nodes']);
  });

  it('is not held by a dead process, nor by one whose id was given to another', async () => {
    await (await openDataDirectory(path)).release();
    await writeFile(join(path, `lock-999999999-0123456789abcdef-01`), '');
    await writeFile(join(path, `lock-${process.pid}-0123456789abcdef-02`), '');
    const directory = await openDataDirectory(path);
    expect((await readdir(path)).filter((name) => name.startsWith('lock-'))).toHaveLength(1);
    await directory.release();
  });

  it('is given to exactly one of many that find a dead lock', async () => {
    await (await openDataDirectory(path)).release();
    for (let round = 0; round < 10; round += 1) {
      await writeFile(join(path, `lock-999999999-0123456789abcdef-01`), '');
      const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => openDataDirectory(path)));
      const taken = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? attempt.value : []));
      expect(taken).toHaveLength(1);
      await taken[0]?.release();
    }
  });

  it('says what is wrong when the path cannot be a directory', async () => {
    const file = join(parent, 'file');
    await writeFile(file, '');
    const opening = openDataDirectory(file);
    await expect(opening).rejects.toBeInstanceOf(DataDirectoryError);
    await expect(opening).rejects.toThrow(`The data directory ${file} cannot be used: `);
  });
});
