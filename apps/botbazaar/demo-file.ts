/** `demo.json`: the ports that a running instance lets the demonstration's sellers listen on, for `npm run demo`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemonstrationOptions } from './demonstration.js';

type SellerPorts = DemonstrationOptions['sellerPorts'];

export async function writeDemoFile(dataDirectory: string, ports: SellerPorts): Promise<void> {
  await writeFile(join(dataDirectory, 'demo.json'), `${JSON.stringify(ports)}\n`, { mode: 0o600 });
}

export async function readDemoFile(dataDirectory: string): Promise<SellerPorts> {
  return JSON.parse(await readFile(join(dataDirectory, 'demo.json'), 'utf8')) as SellerPorts;
}
