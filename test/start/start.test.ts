/**
 * `npm start` from its first line to its last, and what a person may do to it meanwhile. One data directory lives through the
 * whole suite, as it does at home; the tests run in their order.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, nodeOf, readConnectFile } from '#apps/botbazaar/connect-file';
import { LndWallet } from '#sdk/lnd-wallet';
import { until } from '#test/harness/until';
import { build, endAll, processesOn, type Run, run, start } from '#test/start/program';

let parent: string;
let directory: string;
let settings: Record<string, string>;
/** What runs on the directory now. */
let instance: Run;

beforeAll(async () => {
  build();
  parent = await mkdtemp(join(tmpdir(), 'botbazaar-start-'));
  // Run as root, the database's user must be able to pass through to its files.
  await chmod(parent, 0o711);
  directory = join(parent, 'data');
  settings = { BOTBAZAAR_DATA_DIR: directory, BOTBAZAAR_PORT: '0' };
  instance = start('npm', ['start'], settings);
  await instance.says(/Ctrl-C stops/);
}, 120_000);

afterAll(async () => {
  await endAll();
  await rm(parent, { recursive: true, force: true });
});

async function connection(): Promise<Connection> {
  const found = await readConnectFile(directory);
  if (found === undefined) throw new Error('there is no connect.json');
  return found;
}

async function admin(path: string): Promise<Record<string, unknown>> {
  const { baseUrl, adminTokenFile } = await connection();
  const authorization = `Bearer ${(await readFile(adminTokenFile, 'utf8')).trim()}`;
  const response = await fetch(`${baseUrl}/v1/admin/ledger/${path}`, { headers: { authorization } });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

async function buyerBalance(): Promise<bigint> {
  const { grpc, tlsCertFile, macaroonFile } = nodeOf(await connection(), 'buyer');
  const wallet = new LndWallet({ address: grpc, tlsCertFile, macaroonFile });
  try {
    return await wallet.balanceMsat();
  } finally {
    wallet.close();
  }
}

/** What is on sale, without what is measured of it: that goes on while nobody looks. */
async function services(): Promise<unknown> {
  const answer = await fetch(`${(await connection()).baseUrl}/v1/services`);
  const { services } = (await answer.json()) as { services: Record<string, unknown>[] };
  return services.map(({ quality, health, ...service }) => {
    expect([quality, health]).toEqual([expect.anything(), expect.objectContaining({ state: 'ok' })]);
    return service;
  });
}

/** Runs a program that is expected to end by itself. */
async function outcome(one: Run): Promise<{ code: unknown; said: string }> {
  const code = await one.ended();
  return { code, said: one.said() };
}

describe('npm start', () => {
  it('says where everything is and that the money is simulated', async () => {
    const { baseUrl } = await connection();
    const said = instance.said();
    expect(said).toMatch(/^ {2}Botbazaar\n {2}Simulated money: /m);
    for (const line of [
      `  API           ${baseUrl}`,
      `  API docs      ${baseUrl}/docs`,
      `  Data          ${directory}`,
      `  Connect file  ${join(directory, 'connect.json')}`,
      `  Admin token   ${join(directory, 'keys', 'admin.token')}`,
    ]) {
      expect(said).toContain(`${line}\n`);
    }
    expect(said).toMatch(/^ {2}Ready in {6}\d+\.\d s$/m);
    expect(said).not.toContain('Not ready');
  });

  it('shows a sale, a failure and a chain of sales with times, amounts and ledger lines, in 80 columns', () => {
    const [, sale = '', failure = '', chain = ''] = instance.said().split(/^[123] {2}[AT]/m);
    expect(sale).toMatch(/^ {5}0 ms {2}seller {2}offers text-analysis for 1,500 msat at 127\.0\.0\.1:\d+$/m);
    expect(sale).toMatch(/^ *\d+ ms {2}seller {2}has earned 1,455 msat and now owns 1,455 msat$/m);
    expect(sale).toContain('✓ the buyer paid 1,500 msat, the seller earned 1,455, the market keeps 45\n');
    expect(sale).toMatch(/^ {7}1130 Lightning settling {20,}1,500$/m);
    expect(sale).toMatch(/^ {7}2110 Account available {30,}1,455$/m);
    expect(failure).toMatch(/^ *\d+ ms {2}seller {2}gets it again: attempt 2$/m);
    expect(failure).toContain('has no result: REJECTED: the dictionary burned down\n');
    expect(failure).toContain('✓ no result, and nothing paid: the wallet still has 9,999,998,500 msat\n');
    for (const [who, what] of [
      ['researcher', 'buys image-text for 2,000 msat from its own wallet'],
      ['researcher', 'buys text-analysis for 1,500 msat from its own wallet'],
      ['reader', 'has earned 1,940 msat and now owns 1,940 msat'],
      ['analyst', 'has earned 1,455 msat and now owns 2,910 msat'],
      ['researcher', 'has earned 5,820 msat and now owns 5,820 msat'],
      ['customer', 'pays 6,000 msat from its own wallet: held, not taken'],
    ]) {
      expect(chain).toMatch(new RegExp(`^ *\\d+ ms {2}${who} +${what}$`, 'm'));
    }
    expect(chain).toContain('✓ the customer paid 6,000 msat for the work of three\n');
    expect(chain).toContain('the researcher earned 5,820 and spent 3,500: 2,320 are its own\n');
    for (const service of ['page-report', 'image-text', 'text-analysis']) {
      expect(chain).toMatch(new RegExp(`^ {4}the books of ${service}, tsk_[0-9a-f]{32}, msat\n.*hold_accepted$`, 'm'));
    }
    expect(chain.match(/hold_settled/g)).toHaveLength(3);
    expect(`${sale}${failure}${chain}`.split('\n').filter((line) => line.length > 80)).toEqual([]);
    // A pipe gets no colours.
    expect(instance.said().includes('\u001b')).toBe(false);
  });

  it('announces itself in connect.json as other programs expect it', async () => {
    const file = join(directory, 'connect.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const written = JSON.parse(await readFile(file, 'utf8')) as Connection;
    const node = {
      grpc: expect.stringMatching(/^localhost:\d+$/),
      tlsCertFile: expect.any(String),
      macaroonFile: expect.any(String),
    };
    expect(written).toEqual({
      baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      adminTokenFile: expect.any(String),
      nodes: { market: node, buyer: node, seller: node },
      simControl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    const files = Object.values(written.nodes).flatMap(({ tlsCertFile, macaroonFile }) => [tlsCertFile, macaroonFile]);
    for (const name of [written.adminTokenFile, ...files]) {
      expect(isAbsolute(name)).toBe(false);
      expect(existsSync(join(directory, name))).toBe(true);
    }
    expect(await buyerBalance()).toBe(9_999_992_500n);
  });

  it('is traded on again by npm run demo, while its own seller goes on selling', async () => {
    const demo = await outcome(run('demo', settings));
    expect(demo.said).toContain('✓ the buyer paid 1,500 msat, the seller earned 1,455, the market keeps 45\n');
    expect(demo.said).toContain('the seller tells its side where npm start runs');
    expect(demo.said).toContain('✓ no result, and nothing paid');
    expect(demo.said).toContain('the analyst tells its side where npm start runs');
    expect(demo.said).toContain('the researcher earned 5,820 and spent 3,500: 2,320 are its own\n');
    expect(demo.code).toBe(0);
    await instance.says(/^ \d\d:\d\d:\d\d {2}seller {2}has earned 1,455 msat and now owns 5,820 msat$/m);
  });
});

describe('what must not be started', () => {
  it('is a second instance on the same data directory', async () => {
    const second = await outcome(run('main', settings));
    expect(second.code).toBe(1);
    expect(second.said).toMatch(
      /^The data directory \S+ is in use by the running process \d+\. Stop that process first.*\n$/,
    );
  });

  it('is an instance on occupied ports, of which nothing is left behind', async () => {
    const other = join(parent, 'other');
    const { port } = new URL((await connection()).baseUrl);
    const ports = { BOTBAZAAR_PORT: port, BOTBAZAAR_SIM_CONTROL_PORT: port };
    const second = await outcome(run('main', { BOTBAZAAR_DATA_DIR: other, ...ports }));
    const sentence = (variable: string) =>
      `Port ${port} on 127.0.0.1 is in use by another program. Stop it, or set ${variable} to another port (0 = any).\n`;
    expect(second.said).toBe(`${sentence('BOTBAZAAR_PORT')}${sentence('BOTBAZAAR_SIM_CONTROL_PORT')}`);
    expect(second.code).toBe(1);
    expect(existsSync(other)).toBe(false);
    // The same port and the same directory: the directory is the reason.
    const same = await outcome(run('main', { ...settings, BOTBAZAAR_PORT: port }));
    expect(same.said).toContain('is in use by the running process');
  });

  it('is an instance with wrong settings, which are listed all at once', async () => {
    const wrong = { BOTBAZAAR_PORT: '99999', BOTBAZAAR_FEE_BPS: 'much', BOTBAZAAR_DEMO: 'maybe', REDIS_URL: 'x' };
    const { code, said } = await outcome(run('main', { ...settings, ...wrong }));
    expect(code).toBe(1);
    expect(said.split('\n')).toEqual([
      'The configuration is not usable:',
      '  BOTBAZAAR_PORT must be a whole number from 0 to 65535',
      '  REDIS_URL must be a URL as redis://host:port',
      '  BOTBAZAAR_FEE_BPS must be a whole number from 0 to 10000',
      '  BOTBAZAAR_DEMO must be on or off',
      '',
    ]);
  });

  it('is an instance on a database server that is not there', async () => {
    const away = {
      BOTBAZAAR_DATA_DIR: join(parent, 'away'),
      BOTBAZAAR_PORT: '0',
      DATABASE_URL: 'postgres://owner:secret@127.0.0.1:1/market',
    };
    const { code, said } = await outcome(run('main', away));
    expect(said).toMatch(
      /^The database that DATABASE_URL names \(127\.0\.0\.1:1\/market\) cannot be used: .*ECONNREFUSED.*\n$/,
    );
    expect(code).toBe(1);
    expect(processesOn(join(parent, 'away'))).toEqual([]);
  });

  it('is a reset of what is in use', async () => {
    const { code, said } = await outcome(run('reset', settings, ['--yes']));
    expect(said).toContain('is in use by the running process');
    expect(code).toBe(1);
    expect(existsSync(join(directory, 'keys', 'preimages.json'))).toBe(true);
  });
});

describe('the end and the next start', () => {
  let books: unknown;
  let listed: unknown;
  let balance: bigint;

  it('stops everything at Ctrl-C, which reaches npm and what npm runs', async () => {
    [books, listed, balance] = await Promise.all([admin('trial-balance'), services(), buyerBalance()]);
    instance.interrupt();
    await instance.ended();
    expect(instance.said()).toMatch(/\n {2}Stopping …\n {2}Stopped; the data is kept\.\n$/);
    expect(instance.said()).not.toMatch(/Error|^ +at /m);
    expect(existsSync(join(directory, 'connect.json'))).toBe(false);
    expect((await readdir(directory)).filter((name) => name.startsWith('lock-'))).toEqual([]);
    // Whoever waits for a child that has ended is npm, not we.
    expect(
      await until(
        async () => processesOn(directory),
        (all) => all.length === 0,
      ),
    ).toEqual([]);
  });

  it('has nothing to show a demonstration on while it is stopped', async () => {
    const { code, said } = await outcome(run('demo', settings));
    expect(said).toBe(`Nothing is running on ${directory}. Start it with npm start.\n`);
    expect(code).toBe(1);
  });

  it('finds books, listings and wallets as they were, and goes on with them', async () => {
    instance = run('main', { ...settings, BOTBAZAAR_DEMO: 'off' });
    await instance.says(/Ctrl-C stops/);
    expect(instance.said()).not.toContain('A bot buys work');
    expect(await admin('trial-balance')).toEqual(books);
    expect(await services()).toEqual(listed);
    expect(await buyerBalance()).toBe(balance);
    const demo = await outcome(run('demo', settings));
    expect(demo.said).toContain('has earned 1,455 msat and now owns 8,730 msat');
    expect(demo.said).toMatch(/^ {4}#[23]\d hold_accepted$/m);
    expect(demo.code).toBe(0);
    expect(await buyerBalance()).toBe(balance - 7_500n);
    // The sellers listen where they did, so nothing about their listings is new.
    expect(await services()).toEqual(listed);
  });

  it('starts at once after a kill -9, with everything that was there', async () => {
    const after = await admin('trial-balance');
    const paid = await buyerBalance();
    instance.kill('SIGKILL');
    await instance.ended();
    const demo = await outcome(run('demo', settings));
    expect(demo.said).toContain('Nothing is running');
    instance = run('main', { ...settings, BOTBAZAAR_DEMO: 'off' });
    await instance.says(/Ctrl-C stops/);
    expect(await admin('trial-balance')).toEqual(after);
    expect(await buyerBalance()).toBe(paid);
    expect(await admin('integrity')).toMatchObject({ defects: [] });
  });

  it('ends with 0 when a supervisor asks by SIGTERM', async () => {
    instance.kill('SIGTERM');
    expect(await instance.ended()).toBe(0);
    expect(instance.said()).toContain('Stopped; the data is kept.\n');
    expect(processesOn(directory)).toEqual([]);
  });

  it('stops in order when it is asked to while it starts', async () => {
    instance = run('main', { ...settings, BOTBAZAAR_DEMO: 'off' });
    await until(async () => existsSync(join(directory, 'postgres', 'postmaster.pid')), Boolean);
    instance.kill('SIGINT');
    expect(await instance.ended()).toBe(0);
    expect(instance.said()).toBe('\n  Stopping …\n  Stopped; the data is kept.\n');
    expect(processesOn(directory)).toEqual([]);
  });

  it('runs on when whoever read its output has gone', async () => {
    const pipe = `${process.execPath} dist/apps/botbazaar/main.js | head -n 3`;
    const one = start('/bin/sh', ['-c', pipe], { ...settings });
    await until(async () => existsSync(join(directory, 'connect.json')), Boolean);
    await until(async () => existsSync(join(directory, 'bots', 'text-analysis-seller.json')), Boolean);
    await sleep(500);
    expect((await fetch(`${(await connection()).baseUrl}/healthz`)).status).toBe(200);
    one.interrupt();
    await one.ended();
    expect(
      await until(
        async () => processesOn(directory),
        (all) => all.length === 0,
      ),
    ).toEqual([]);
  });
});

describe('npm run reset', () => {
  it('asks, and deletes nothing without a yes', async () => {
    const { code, said } = await outcome(start('npm', ['run', '--silent', 'reset'], settings, 'no\n'));
    expect(said).toContain(`This deletes ${directory} with all keys, accounts, books and simulated money.`);
    expect(said).toContain('Nothing was deleted.');
    expect(code).toBe(1);
    expect(existsSync(join(directory, 'keys'))).toBe(true);
  });

  it('empties the data directory after a yes', async () => {
    const { code, said } = await outcome(start('npm', ['run', '--silent', 'reset'], settings, 'yes\n'));
    expect(said).toContain(`Deleted ${directory}.`);
    expect(code).toBe(0);
    expect(existsSync(directory)).toBe(false);
  });
});
