// A network of real nodes for as long as something runs on it, and never longer.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.mjs';

const script = join(root, 'tools', 'lnd', 'network.mjs');

/** What `body(folder)` returns; undefined where the network could not be brought up. */
export function withNetwork(upArgs, body) {
  const folder = mkdtempSync(join(tmpdir(), 'botbazaar-lnd-'));
  const network = (...args) =>
    spawnSync(process.execPath, [script, ...args, '--folder', folder], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    }).status === 0;
  const remove = () => {
    if (existsSync(join(folder, 'network.json'))) network('down');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  try {
    const began = performance.now();
    if (!network('up', ...upArgs)) return undefined;
    console.log(`network up in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return body(folder);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

process.once('SIGTERM', () => process.exit(143)).once('SIGINT', () => process.exit(130));
