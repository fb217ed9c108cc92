/** Where billing keeps its journal in a test: a folder that is gone with the suite. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const folders: string[] = [];

export function testJournal(): { readonly folder: string; readonly keepDays: number } {
  const folder = mkdtempSync(join(tmpdir(), 'botbazaar-journal-'));
  folders.push(folder);
  return { folder, keepDays: 14 };
}

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
