/** Services apart on a list of nodes: preparing lays out the files of each, and billing and settlement use all of them. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '#apps/botbazaar/free-ports';
import { suiteDatabase } from '#test/harness/database';
import { until } from '#test/harness/until';
import { SimTarget } from '#test/lnd-sim/harness/sim-target';
import { build, endAll, type Run, start } from '#test/start/program';

const suite = suiteDatabase();
const names = ['first', 'second'] as const;
const simulated = { first: 'market', second: 'second' } as const;

let target: SimTarget;
let folder: string;
let keys: string;
let list: string;

beforeAll(async () => {
  build();
  target = await SimTarget.start({ nodes: ['market', 'second', 'buyer', 'seller'] });
  folder = mkdtempSync(join(tmpdir(), 'botbazaar-prepare-'));
  keys = join(folder, 'keys');
  // The roles of the tests' server have their passwords from this key.
  await mkdir(join(keys, 'prepare'), { recursive: true, mode: 0o700 });
  writeFileSync(join(keys, 'prepare', 'database.key'), `${suite().databaseKey.toString('hex')}\n`, { mode: 0o600 });
  list = join(folder, 'nodes.json');
  const entries = names.map((name) => {
    const { grpcAddress, tlsCertFile, adminMacaroonFile } = target.sim.nodes[simulated[name]];
    const [, port] = grpcAddress.split(':');
    const address = name === 'second' ? `127.0.0.1:${port}` : grpcAddress;
    return { name, address, tlsCertFile, adminMacaroonFile, ...(name === 'second' && { tlsServerName: 'localhost' }) };
  });
  writeFileSync(list, JSON.stringify(entries));
}, 60_000);
afterAll(async () => {
  await endAll();
  await target.stop();
  rmSync(folder, { recursive: true, force: true });
});

const program = (path: string, settings: Record<string, string>): Run =>
  start(process.execPath, [join('dist', 'apps', path)], settings);

/** Prepares, and answers what it says. */
async function prepared(
  more: Record<string, string> = { LND_NODES_FILE: list },
): Promise<{ code: unknown; said: string }> {
  const settings = { BOTBAZAAR_KEYS_DIR: keys, DATABASE_URL: suite().ownerUrl, ...more };
  const run = program('botbazaar/prepare.js', settings);
  return { code: await run.ended(), said: run.said() };
}

const file = (service: string, node: string, name: string) => join(keys, service, 'nodes', node, name);

describe('preparing for a list of nodes', () => {
  it('gives each service the macaroons of each node, and no other service any', async () => {
    expect(await prepared()).toMatchObject({ code: 0 });
    for (const name of names) {
      expect(readFileSync(file('billing', name, 'address'), 'utf8')).toMatch(/^(localhost|127\.0\.0\.1):\d+\n$/);
      const made = (service: string) =>
        ['lnd.crt', 'lnd.macaroon', 'lnd-pay.macaroon', 'lnd-reconcile.macaroon'].filter((one) =>
          existsSync(file(service, name, one)),
        );
      expect(made('billing')).toEqual(['lnd.crt', 'lnd.macaroon']);
      expect(made('settlement')).toHaveLength(4);
      for (const other of ['gateway', 'registry', 'dispatch']) expect(made(other)).toEqual([]);
    }
    expect(existsSync(join(keys, 'billing', 'lnd.macaroon'))).toBe(false);
  }, 60_000);

  it('lets billing and settlement use all of them', async () => {
    const [billingPort = 0, settlementPort = 0] = await freePorts([0, 0]);
    const { host, pathname } = new URL(suite().ownerUrl);
    const common = { DATABASE_URL: `postgres://${host}${pathname}` };
    const billing = program('billing/main.js', {
      ...common,
      ...{ BOTBAZAAR_KEYS_DIR: join(keys, 'billing'), BOTBAZAAR_RPC_PORT: String(billingPort) },
      BOTBAZAAR_JOURNAL_DIR: join(folder, 'journal'),
    });
    const settlement = program('settlement/main.js', {
      ...common,
      ...{ BOTBAZAAR_KEYS_DIR: join(keys, 'settlement'), BOTBAZAAR_RPC_PORT: String(settlementPort) },
      BILLING_ADDRESS: `127.0.0.1:${billingPort}`,
    });
    const both = names.map((name) => target.sim.nodes[simulated[name]].pubkey).sort();
    const database = await suite().openAsOwner();
    const nodesIn = (sql: string) => async () =>
      (await database.query<{ node: string }>(sql)).map(({ node }) => node).sort();
    for (const sql of [
      `SELECT node FROM billing.node_condition WHERE unfit = ''`,
      'SELECT node FROM billing.node_payer',
      'SELECT DISTINCT node FROM billing.reconciliation',
    ]) {
      const seen = await until(nodesIn(sql), (nodes) => nodes.length === both.length, 30_000).catch((thrown) =>
        Promise.reject(new Error(`${thrown.message}\n${billing.said()}\n${settlement.said()}`)),
      );
      expect(seen).toEqual(both);
    }
    for (const one of [settlement, billing]) {
      one.kill('SIGTERM');
      expect(await one.ended()).toBe(0);
    }
  }, 90_000);

  it('goes on without one that is away and has its macaroons', async () => {
    const before = readFileSync(file('billing', 'second', 'lnd.macaroon'), 'utf8');
    await target.control('POST', '/nodes/second/stop', { how: 'kill' });
    const { code, said } = await prepared();
    expect([code, said]).toEqual([0, expect.stringContaining('"a node is away, and keeps the macaroons that it has"')]);
    expect(readFileSync(file('billing', 'second', 'lnd.macaroon'), 'utf8')).toBe(before);
    await target.control('POST', '/nodes/second/start');
  }, 60_000);

  it('is refused beside the settings of one node, and without any', async () => {
    const beside = await prepared({ LND_NODES_FILE: list, LND_ADDRESS: 'localhost:10009' });
    expect([beside.code, beside.said]).toEqual([1, expect.stringContaining('no other setting LND_… may')]);
    const without = await prepared({});
    expect([without.code, without.said]).toEqual([1, expect.stringContaining('or LND_NODES_FILE names several')]);
  }, 60_000);
});
