import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Settings } from '#config/settings';
import { openDataDirectory } from './data-directory.js';

/** Its message is for the one who starts the program. */
class TakenPortsError extends Error {
  override readonly name = 'TakenPortsError';
}

const loopback = '127.0.0.1';

/**
 * Says which of the wanted ports are taken, before anything is made or started. Where another instance runs on the very
 * same data directory, that is said instead, since it is the reason. The database's port is not among them: after a kill -9
 * its server may have it for another moment, and whoever starts the next one ends that first.
 */
export async function refuseTakenPorts(settings: Settings): Promise<void> {
  const wanted = [
    ['BOTBAZAAR_PORT', settings.BOTBAZAAR_HOST, settings.BOTBAZAAR_PORT],
    ['BOTBAZAAR_SIM_PORT_MARKET', loopback, settings.BOTBAZAAR_SIM_PORT_MARKET],
    ['BOTBAZAAR_SIM_PORT_BUYER', loopback, settings.BOTBAZAAR_SIM_PORT_BUYER],
    ['BOTBAZAAR_SIM_PORT_SELLER', loopback, settings.BOTBAZAAR_SIM_PORT_SELLER],
    ['BOTBAZAAR_SIM_CONTROL_PORT', loopback, settings.BOTBAZAAR_SIM_CONTROL_PORT],
  ] as const;
  const looked = await Promise.all(
    wanted.map(async ([variable, host, port]) =>
      port !== 0 && (await isTaken(host, port))
        ? [
            `Port ${port} on ${host} is in use by another program. Stop it, or set ${variable} to another port (0 = any).`,
          ]
        : [],
    ),
  );
  const taken = looked.flat();
  if (taken.length === 0) return;
  if (existsSync(settings.BOTBAZAAR_DATA_DIR)) await (await openDataDirectory(settings.BOTBAZAAR_DATA_DIR)).release();
  throw new TakenPortsError(taken.join('\n'));
}

/** Any other trouble with an address is told by whoever starts to listen there. */
function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen({ host, port }, () => probe.close(() => resolve(false)));
  });
}
