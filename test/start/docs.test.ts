/** What the pages for newcomers point at is there. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '#test/start/program';

async function pages(): Promise<string[]> {
  const names = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  return ['README.md', ...names.map((name) => `docs/${name}`)];
}

describe('the pages', () => {
  it('link to pages that exist', async () => {
    const broken: string[] = [];
    for (const page of await pages()) {
      const text = await readFile(join(root, page), 'utf8');
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
        if (!existsSync(join(root, dirname(page), target))) broken.push(`${page}: ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('name files that exist', async () => {
    const missing: string[] = [];
    for (const page of await pages()) {
      const text = await readFile(join(root, page), 'utf8');
      for (const [, path = ''] of text.matchAll(/`((?:apps|libs|test|proto|tools|bench|docs)\/[\w./-]+)`/g)) {
        if (!existsSync(join(root, path))) missing.push(`${page}: ${path}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('follow a paid task through files that exist', async () => {
    const text = await readFile(join(root, 'docs', 'architecture.md'), 'utf8');
    const story = text.split(/^## /m).find((section) => section.startsWith('One paid task')) ?? '';
    // A name without a folder is in the folder that was named last, or in one named before.
    const folders: string[] = [];
    const missing: string[] = [];
    for (const [, path = ''] of story.matchAll(/`([\w/-]+\.ts)`/g)) {
      if (path.includes('/')) folders.unshift(dirname(path));
      const places = path.includes('/') ? [path] : folders.map((folder) => `${folder}/${path}`);
      if (!places.some((place) => existsSync(join(root, place)))) missing.push(path);
    }
    expect(missing).toEqual([]);
    expect(folders.length).toBeGreaterThan(10);
  });
});
