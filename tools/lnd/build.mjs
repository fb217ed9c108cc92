// Builds lnd, lncli, btcd and btcctl of the versions that go.mod pins, into the user's cache folder, once per version of
// module, tags and Go. Prints the folder. Ends with code 3 where Go is missing or too old: then there is no real lnd here.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from '../lock.mjs';
import { root } from '../root.mjs';

const moduleFolder = join(root, 'tools', 'lnd');
/** What the marketplace calls of lnd, the SQL backends, and a wallet that opens quickly. */
const tags = 'invoicesrpc signrpc walletrpc chainrpc peersrpc kvdb_postgres kvdb_sqlite lowscrypt';
const lnd = 'github.com/lightningnetwork/lnd/cmd';
const btcd = 'github.com/btcsuite/btcd';
const programs = [
  { tags: ['-tags', tags], packages: [`${lnd}/lnd`, `${lnd}/lncli`] },
  { tags: [], packages: [btcd, `${btcd}/cmd/btcctl`] },
];
/** lnd's own go.mod asks for it. */
const oldestGo = [1, 25, 10];

/** `go1.26.8`, or undefined where there is no Go that can build lnd. */
export function goVersion() {
  const asked = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  const version = asked.status === 0 ? asked.stdout.trim() : '';
  const numbers = /^go(\d+)\.(\d+)(?:\.(\d+))?/
    .exec(version)
    ?.slice(1)
    .map((text) => Number(text ?? 0));
  if (numbers === undefined) return undefined;
  const differs = numbers.findIndex((number, at) => number !== oldestGo[at]);
  return differs === -1 || numbers[differs] > oldestGo[differs] ? version : undefined;
}

/** The folder with the four programs; builds them when they are not there. Throws when the build fails. */
export function buildLnd(version) {
  const key = createHash('sha256').update(`${version} ${tags} ${process.arch}`);
  for (const file of ['go.mod', 'go.sum']) key.update(readFileSync(join(moduleFolder, file)));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'botbazaar');
  const folder = join(cache, `lnd-${key.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  return withLock(`${folder}.lock`, () => {
    if (!existsSync(folder)) build(folder);
    return folder;
  });
}

function build(folder) {
  console.error('Building lnd and btcd from source (once, about seven minutes) …');
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly -buildvcs=false', CGO_ENABLED: '0' };
  for (const { tags, packages } of programs) {
    const args = ['build', '-trimpath', '-ldflags=-s -w', ...tags, '-o', `${unfinished}/`, ...packages];
    const { status } = spawnSync('go', args, { cwd: moduleFolder, env, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) throw new Error(`go build ended with code ${status}`);
  }
  renameSync(unfinished, folder);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const version = goVersion();
  if (version === undefined) {
    console.error('Go 1.25.10 or newer is missing, so there is no real lnd here.');
    process.exit(3);
  }
  console.log(buildLnd(version));
}
