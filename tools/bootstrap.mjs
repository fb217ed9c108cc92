// Installs the locked dependencies when they are missing or stale, so that a fresh clone needs one command.
// Uses only node: modules, since it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './root.mjs';

const stampFile = join(root, 'node_modules', '.bootstrap-stamp');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Botbazaar needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.version} ${process.platform} ${process.arch}`)
  .digest('hex');

const installed = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;

function install() {
  const env = { ...process.env, NODE_ENV: 'development' };
  for (const name of Object.keys(env)) {
    if (/^npm_config_(workspace|workspaces|omit|production|prefix|include|ignore_scripts)$/i.test(name))
      delete env[name];
  }
  delete env.INIT_CWD;
  console.error('Installing dependencies (once, about half a minute) …');
  const npm = process.env.npm_execpath;
  const command = npm ? [process.execPath, [npm]] : ['npm', []];
  const done = spawnSync(command[0], [...command[1], 'ci', '--include=dev', '--no-progress', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (done.status !== 0) {
    console.error('npm ci failed; the lines above say why.');
    process.exit(1);
  }
  writeFileSync(stampFile, stamp);
}

if (!installed()) {
  // Whoever waited for another process finds that it has installed.
  withLock(join(root, '.bootstrap-lock'), () => {
    if (!installed()) install();
  });
}
