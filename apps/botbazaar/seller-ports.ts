/**
 * `demo.json`: the ports that an instance lets the demonstration's sellers listen on. The next start takes the same ones
 * where they are free, so that the sellers' listings keep their addresses; `npm run demo` finds them there.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePorts } from './free-ports.js';

export interface SellerPorts {
  readonly textAnalysis: number;
  readonly failing: number;
}

export async function chooseSellerPorts(dataDirectory: string): Promise<SellerPorts> {
  // Whether the directory is usable at all is found out, and said, by the one who opens it.
  const last = await readSellerPorts(dataDirectory).catch(() => undefined);
  const [textAnalysis = 0, failing = 0] = await freePorts([last?.textAnalysis ?? 0, last?.failing ?? 0]);
  return { textAnalysis, failing };
}

export async function writeSellerPorts(dataDirectory: string, ports: SellerPorts): Promise<void> {
  const file = join(dataDirectory, 'demo.json');
  await writeFile(`${file}.new`, `${JSON.stringify(ports)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Undefined where no instance has run yet. */
export async function readSellerPorts(dataDirectory: string): Promise<SellerPorts | undefined> {
  try {
    return JSON.parse(await readFile(join(dataDirectory, 'demo.json'), 'utf8')) as SellerPorts;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Whether a seller listens there now. */
export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
