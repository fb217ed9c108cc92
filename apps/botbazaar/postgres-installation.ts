/**
 * Where the binaries and the cluster of the embedded PostgreSQL are, and as whom they run.
 *
 * PostgreSQL refuses to run as root, so root hands it to the user `postgres`, who must be able to reach binaries and cluster.
 * The data directory itself is then opened for passing through (what is in it keeps its own modes). Where a folder above it
 * is closed, as /root mostly is, both go to a place of the system, and `postgres.path` in the data directory names the cluster.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, chown, cp, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

export interface Installation {
  readonly initdb: string;
  readonly postgres: string;
  /** The directory of the cluster, which may not be there yet. */
  readonly cluster: string;
  /** Empty = as ourselves. */
  readonly runAs: { readonly uid?: number; readonly gid?: number };
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

const run = promisify(execFile);
const systemPlace = '/var/lib/botbazaar';
const serverUser = 'postgres';

export async function prepareInstallation(directory: string): Promise<Installation> {
  const native = await findBinaries();
  const cluster = await clusterDirectory(directory);
  if (process.getuid?.() !== 0) return { ...programs(native), cluster, runAs: {} };

  // A cluster that an ordinary user made stays that user's when root starts it once.
  const user = (await ownerOf(cluster)) ?? (await findServerUser());
  if (await canReach(cluster, user)) return { ...programs(await reachableCopy(native, user)), cluster, runAs: user };

  await openForPassing(directory, user);
  const inside = await canReach(cluster, user);
  if (!inside && (await exists(cluster))) {
    throw new EmbeddedPostgresError(
      `The user ${serverUser} cannot reach the database in ${cluster}: a folder above it is closed.`,
    );
  }
  const place = inside ? cluster : await placeElsewhere(directory);
  return { ...programs(await reachableCopy(native, user)), cluster: place, runAs: user };
}

/** The cluster of a data directory, wherever it is; for starting it and for removing it. */
export async function clusterDirectory(directory: string): Promise<string> {
  try {
    return (await readFile(join(directory, 'postgres.path'), 'utf8')).trim();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return join(directory, 'postgres');
    throw thrown;
  }
}

/** Removes the cluster of a data directory whose server is stopped, and with it everything that was in the database. */
export async function removeCluster(directory: string): Promise<void> {
  const cluster = await clusterDirectory(directory);
  const elsewhere = dirname(dirname(cluster)) === systemPlace;
  await rm(elsewhere ? dirname(cluster) : cluster, { recursive: true, force: true });
  await rm(join(directory, 'postgres.path'), { force: true });
}

function programs(native: string) {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** The folder `native` of the package for this system, which is a dependency of `embedded-postgres`, not of ours. */
async function findBinaries(): Promise<string> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  let entry: string;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch (thrown) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this system (${name} is not installed). Name a PostgreSQL server in DATABASE_URL.`,
      { cause: thrown },
    );
  }
  const native = join(dirname(dirname(entry)), 'native');
  await restoreSymlinks(native);
  return native;
}

/** A package cannot hold symbolic links; the package's install script makes them, where install scripts are allowed. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (await exists(path)) continue;
    await symlink(relative(dirname(target), source), path).catch((thrown) => {
      // Another process may have made it at the same moment.
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    });
  }
}

async function findServerUser(): Promise<User> {
  const found = await readUser();
  if (found !== undefined) return found;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', serverUser]);
  } catch (thrown) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and the user ${serverUser} cannot be made. Start as an ordinary user, or make that user.`,
      { cause: thrown },
    );
  }
  const made = await readUser();
  if (made === undefined) throw new EmbeddedPostgresError(`The user ${serverUser} was made but is not in /etc/passwd.`);
  return made;
}

async function readUser(): Promise<User | undefined> {
  const match = new RegExp(`^${serverUser}:[^:]*:(\\d+):(\\d+):`, 'm').exec(await readFile('/etc/passwd', 'utf8'));
  return match === null ? undefined : { uid: Number(match[1]), gid: Number(match[2]) };
}

async function ownerOf(cluster: string): Promise<User | undefined> {
  if (!(await exists(cluster))) return undefined;
  const { uid, gid } = await stat(cluster);
  return uid === 0 ? undefined : { uid, gid };
}

/** Whether that user may pass through every folder above the path. */
async function canReach(path: string, user: User): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(await canPass(folder, user))) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function canPass(folder: string, user: User): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  if (uid === user.uid) return (mode & constants.S_IXUSR) !== 0;
  if (gid === user.gid) return (mode & constants.S_IXGRP) !== 0;
  return (mode & constants.S_IXOTH) !== 0;
}

/** Where the folders above allow it: whoever knows a name in the directory may then try it, and meets that file's own mode. */
async function openForPassing(directory: string, user: User): Promise<void> {
  if (!(await canReach(directory, user)) || (await canPass(directory, user))) return;
  const { mode } = await stat(directory);
  await chmod(directory, (mode & 0o777) | constants.S_IXOTH | constants.S_IXGRP);
}

async function placeElsewhere(directory: string): Promise<string> {
  const place = join(systemPlace, randomBytes(8).toString('hex'));
  await mkdir(place, { recursive: true, mode: 0o755 });
  const cluster = join(place, 'postgres');
  await writeFile(join(directory, 'postgres.path'), `${cluster}\n`, { mode: 0o600 });
  return cluster;
}

/** The binaries where the user can reach them: as installed, else copied once per version to a place of the system. */
async function reachableCopy(native: string, user: User): Promise<string> {
  if (await canReach(join(native, 'bin', 'postgres'), user)) return native;
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const copy = join(systemPlace, `postgresql-${version}`);
  if (await exists(copy)) return copy;
  await mkdir(systemPlace, { recursive: true, mode: 0o755 });
  const draft = `${copy}.${process.pid}`;
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await chown(draft, 0, 0);
  await rename(draft, copy).catch(async (thrown) => {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster, with the same files.
    if (!(await exists(copy))) throw thrown;
  });
  return copy;
}

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
