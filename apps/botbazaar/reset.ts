/** `npm run reset`: empties the data directory, after asking. `npm run reset -- --yes` does not ask. */
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { loadConfig } from '#config/load';
import { settings as settingsSchema } from '#config/settings';
import { openDataDirectory } from './data-directory.js';
import { failurePage } from './failure.js';
import { removeCluster } from './postgres-installation.js';

async function main(): Promise<void> {
  // Taking the lock proves that no instance runs on what is about to be deleted.
  const directory = await openDataDirectory(loadConfig(settingsSchema).BOTBAZAAR_DATA_DIR);
  try {
    if (!process.argv.includes('--yes') && !(await isAgreed(directory.path))) {
      console.log('Nothing was deleted.');
      process.exitCode = 1;
      return;
    }
    await removeCluster(directory.path);
    await rm(directory.path, { recursive: true, force: true });
    console.log(`Deleted ${directory.path}.`);
  } finally {
    await directory.release();
  }
}

async function isAgreed(path: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const question = `This deletes ${path} with all keys, accounts, books and simulated money.\nType yes to go on: `;
  const answer = await Promise.race([
    terminal.question(question),
    new Promise<string>((resolve) => terminal.once('close', () => resolve(''))),
  ]);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

main().catch((thrown: unknown) => {
  console.error(failurePage(thrown));
  process.exitCode = 1;
});
