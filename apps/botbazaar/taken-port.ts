import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Settings } from '#config/settings';
import { openDataDirectory } from './data-directory.js';

/** Its message is a sentence for the one who starts the program. */
export class TakenPortError extends Error {
  override readonly name = 'TakenPortError';
}

/**
 * Says that the API's port is taken before anything is made or started. Where another instance runs on the very same data
 * directory, that is said instead, since it is the reason.
 */
export async function refuseTakenPort(settings: Settings): Promise<void> {
  const { BOTBAZAAR_HOST: host, BOTBAZAAR_PORT: port, BOTBAZAAR_DATA_DIR: directory } = settings;
  if (port === 0 || !(await isTaken(host, port))) return;
  if (existsSync(directory)) await (await openDataDirectory(directory)).release();
  throw new TakenPortError(
    `Port ${port} on ${host} is in use by another program. Stop it, or set BOTBAZAAR_PORT to another port (0 = any free one).`,
  );
}

/** Any other trouble with the address is told by the API itself when it starts to listen. */
function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen({ host, port }, () => probe.close(() => resolve(false)));
  });
}
