// Generates libs/contracts/generated from proto/botbazaar, and libs/lightning/generated from proto/lnd.
// With --check it generates into a temporary folder and fails when what is committed differs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from './root.mjs';

const targets = [
  {
    out: 'libs/contracts/generated',
    includeDirectory: 'proto',
    protos: ['registry', 'billing', 'dispatch'].map((name) => `botbazaar/${name}/v1/${name}.proto`),
    keepCase: false,
  },
  {
    out: 'libs/lightning/generated',
    includeDirectory: 'proto/lnd',
    protos: ['lightning.proto', 'invoicesrpc/invoices.proto', 'routerrpc/router.proto', 'stateservice.proto'],
    keepCase: true,
  },
];

function generate(target, outDirectory) {
  const bin = join(root, 'node_modules', '@grpc', 'proto-loader', 'build', 'bin', 'proto-loader-gen-types.js');
  const options = ['--longs=String', '--enums=String', '--defaults', '--oneofs', '--grpcLib=@grpc/grpc-js'];
  if (target.keepCase) options.push('--keepCase');
  const done = spawnSync(
    process.execPath,
    [
      bin,
      ...options,
      '--importFileExtension=.js',
      `--includeDirs=${target.includeDirectory}`,
      `--outDir=${outDirectory}`,
      ...target.protos,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function files(directory) {
  if (!existsSync(directory)) return new Map();
  const found = new Map();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(relative(directory, path), readFileSync(path, 'utf8'));
  }
  return found;
}

const checking = process.argv.includes('--check');
let stale = 0;
for (const target of targets) {
  if (!target.protos.every((proto) => existsSync(join(root, target.includeDirectory, proto)))) continue;
  if (!checking) {
    rmSync(join(root, target.out), { recursive: true, force: true });
    generate(target, target.out);
    continue;
  }
  const fresh = mkdtempSync(join(tmpdir(), 'botbazaar-generate-'));
  try {
    generate(target, fresh);
    const [want, have] = [files(fresh), files(join(root, target.out))];
    for (const name of new Set([...want.keys(), ...have.keys()])) {
      if (want.get(name) === have.get(name)) continue;
      console.error(`${target.out}/${name} is not what proto/ says; run npm run generate`);
      stale += 1;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
process.exit(stale === 0 ? 0 : 1);
