import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#apps/botbazaar/embedded-postgres';
import { clusterDirectory, removeCluster } from '#apps/botbazaar/postgres-installation';
import { processStart } from '#apps/botbazaar/process-start';
import { monotonicMs } from '#kernel/clock';
import { administer } from '#persistence/administer';
import { runChild } from '#test/harness/child';

const ownerPassword = 'correct horse / battery & staple';

const program = `
  import { startEmbeddedPostgres } from '#apps/botbazaar/embedded-postgres';
  import { administer } from '#persistence/administer';
  const directory = process.env.DIRECTORY;
  const logFile = directory + '/postgres.log';
  const server = await startEmbeddedPostgres({ directory, ownerPassword: process.env.PASSWORD, port: 0, logFile });
  await administer(server.ownerUrl, 'CREATE TABLE IF NOT EXISTS survivor (at text)');
  await administer(server.ownerUrl, "INSERT INTO survivor VALUES ('committed')");
  console.log('running ' + server.pid + '.');`;

// One cluster for the whole suite: making it takes most of the time, and finding it again is what most tests are about.
let parent: string;
let directory: string;
const running: EmbeddedPostgres[] = [];

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
  await chmod(parent, 0o711);
  directory = join(parent, 'data');
  await mkdir(directory, { mode: 0o700 });
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function start(port = 0, where = directory): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    directory: where,
    ownerPassword,
    port,
    logFile: join(where, 'postgres.log'),
  });
  running.push(server);
  return server;
}

async function killedParent(): Promise<{ readonly serverPid: number; kill(): Promise<void> }> {
  const child = runChild(program, { DIRECTORY: directory, PASSWORD: ownerPassword });
  const [, pid] = await child.says(/running (\d+)\./);
  return { serverPid: Number(pid), kill: () => child.end('SIGKILL') };
}

async function survivors(server: EmbeddedPostgres): Promise<number> {
  return (await administer(server.ownerUrl, 'SELECT FROM survivor')).length;
}

describe('the embedded Postgres', () => {
  it('is reached by its password over loopback, and by no other way', async () => {
    const server = await start();
    const settings = await administer(
      server.ownerUrl,
      `SELECT current_database()::text AS database, current_setting('listen_addresses') AS listens,
              current_setting('unix_socket_directories') AS sockets, current_setting('max_connections') AS connections,
              current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync`,
    );
    expect(settings).toEqual([
      { database: 'postgres', listens: '127.0.0.1', sockets: '', connections: '200', encoding: 'UTF8', fsync: 'on' },
    ]);
    const url = new URL(server.ownerUrl);
    url.password = 'wrong';
    await expect(administer(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps its files from everyone else', async () => {
    expect((await stat(await clusterDirectory(directory))).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, 'postgres.log'))).mode & 0o777).toBe(0o600);
    await expect(stat(`${await clusterDirectory(directory)}.password`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('stops within a second while clients are connected, and tells that it was asked to', async () => {
    const server = await start();
    const busy = administer(server.ownerUrl, 'SELECT pg_sleep(60)').catch((thrown) => thrown);
    await sleep(100);
    const begun = monotonicMs();
    await server.stop();
    expect(monotonicMs() - begun).toBeLessThan(1_000);
    expect(await server.ended).toBe(true);
    expect(await busy).toMatchObject({ code: 'unavailable' });
  });

  it('tells when it ended without being asked', async () => {
    const server = await start();
    process.kill(server.pid, 'SIGKILL');
    expect(await server.ended).toBe(false);
  });

  it('starts after its own kill -9, with what was committed', async () => {
    const server = await start();
    await administer(server.ownerUrl, 'CREATE TABLE crashed AS SELECT 1 AS one');
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    const again = await start();
    expect(await administer(again.ownerUrl, 'SELECT one FROM crashed')).toEqual([{ one: 1 }]);
  });

  it('ends with the process that started it, kill -9 included, and loses nothing', async () => {
    const { serverPid, kill } = await killedParent();
    await kill();
    for (let waited = 0; processStart(serverPid) !== undefined && waited < 5_000; waited += 20) await sleep(20);
    expect(processStart(serverPid)).toBeUndefined();
    expect(await readFile(join(directory, 'postgres.log'), 'utf8')).toContain('received fast shutdown request');
    expect(await survivors(await start())).toBe(1);
  });

  it('ends a server that was left behind all the same', async () => {
    const { serverPid, kill } = await killedParent();
    process.kill(watcherOf(await clusterDirectory(directory)), 'SIGKILL');
    await kill();
    await sleep(300);
    expect(processStart(serverPid)).toBeDefined();
    const server = await start();
    expect(processStart(serverPid)).toBeUndefined();
    expect(await survivors(server)).toBe(2);
  });

  it('leaves a process alone that got the id of the old server', async () => {
    await (await start()).stop();
    const bystander = runChild(`console.log('here'); setInterval(() => undefined, 1000);`);
    await bystander.says(/here/);
    await writeFile(join(await clusterDirectory(directory), 'postmaster.pid'), `${bystander.pid}\n${directory}\n`);
    const server = await start();
    expect(await survivors(server)).toBe(2);
    expect(processStart(bystander.pid)).toBeDefined();
    await bystander.end('SIGKILL');
  });

  it('names the port that is in use', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as { port: number };
    await expect(start(port)).rejects.toThrow(`The port ${port} for the database is in use.`);
    await new Promise((resolve) => blocker.close(resolve));
    expect((await start(port)).port).toBe(port);
  });
});

describe('a new cluster', () => {
  let outer: string;
  let inner: string;
  beforeAll(async () => {
    outer = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
    inner = join(outer, 'data');
    await mkdir(inner, { mode: 0o700 });
  });
  afterAll(() => rm(outer, { recursive: true, force: true }));

  // mkdtemp makes a folder that nobody else can pass through, as /root is.
  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot(
    'goes to a place of the system where the user of the server cannot pass, and is removed from there',
    async () => {
      const server = await start(0, inner);
      const cluster = await clusterDirectory(inner);
      expect(cluster).toMatch(/^\/var\/lib\/botbazaar\/[0-9a-f]{16}\/postgres$/);
      expect((await stat(inner)).mode & 0o777).toBe(0o700);
      await server.stop();
      const again = await start(0, inner);
      expect(await clusterDirectory(inner)).toBe(cluster);
      await again.stop();
      await removeCluster(inner);
      await expect(stat(cluster)).rejects.toMatchObject({ code: 'ENOENT' });
      expect(await clusterDirectory(inner)).toBe(join(inner, 'postgres'));
    },
  );

  it('is made anew where an earlier start was interrupted', async () => {
    await chmod(outer, 0o711);
    await mkdir(join(inner, 'postgres.new'));
    await writeFile(join(inner, 'postgres.new', 'half'), '');
    const server = await start(0, inner);
    expect(await administer(server.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await clusterDirectory(inner)).toBe(join(inner, 'postgres'));
  });
});

/** The shell that waits beside the server of that cluster for the end of the process that started it. */
function watcherOf(cluster: string): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const line = lines.find((each) => each.includes('read -r end') && each.includes(cluster));
  if (line === undefined) throw new Error(`No shell waits beside the server of ${cluster}.`);
  return Number.parseInt(line, 10);
}
