/** `npm start` on two nodes that somebody else runs, by a list of the entries that `npm run lnd:bake` prints. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConnectFile } from '#apps/botbazaar/connect-file';
import { until } from '#test/harness/until';
import { SimTarget } from '#test/lnd-sim/harness/sim-target';
import { build, endAll, type Run, root, run } from '#test/start/program';

let target: SimTarget;
let folder: string;
let list: string;
let entries: Record<string, string>[];

beforeAll(async () => {
  build();
  target = await SimTarget.start({ nodes: ['market', 'second', 'buyer', 'seller'] });
  folder = mkdtempSync(join(tmpdir(), 'botbazaar-two-'));
  chmodSync(folder, 0o711);
  entries = await Promise.all((['market', 'second'] as const).map(bake));
  list = join(folder, 'nodes.json');
  writeFileSync(list, JSON.stringify(entries));
}, 60_000);
afterAll(async () => {
  await endAll();
  await target.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function bake(name: 'market' | 'second'): Promise<Record<string, string>> {
  const { grpcAddress, tlsCertFile, adminMacaroonFile } = target.sim.nodes[name];
  const node = ['--address', grpcAddress, '--tls-cert', tlsCertFile, '--admin-macaroon', adminMacaroonFile];
  const script = join(root, 'dist', 'apps', 'botbazaar', 'bake.js');
  const args = [script, ...node, '--out', join(folder, name), '--name', name];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
}

const start = (data: string, more: Record<string, string> = {}): Run =>
  run('main', {
    ...{ BOTBAZAAR_DATA_DIR: join(folder, data), BOTBAZAAR_PORT: '0', NO_COLOR: '1', LND_NODES_FILE: list },
    ...more,
  });

/** Starts what must not start, and answers what it says. */
async function refused(more: Record<string, string>): Promise<string> {
  const started = start('refused', { BOTBAZAAR_DEMO: 'off', ...more });
  expect(await started.ended()).toBe(1);
  return started.said();
}

function listOf(...nodes: Record<string, string>[]): { LND_NODES_FILE: string } {
  const file = join(folder, 'other.json');
  writeFileSync(file, JSON.stringify(nodes));
  return { LND_NODES_FILE: file };
}

async function admin<T>(data: string, path: string): Promise<T> {
  const connection = await readConnectFile(join(folder, data));
  if (!connection) throw new Error('there is no connect.json');
  const authorization = `Bearer ${(await readFile(connection.adminTokenFile, 'utf8')).trim()}`;
  const answer = await fetch(`${connection.baseUrl}/v1/admin/${path}`, { headers: { authorization } });
  return (await answer.json()) as T;
}

async function fitNodes(data: string): Promise<string[]> {
  const { nodes } = await admin<{ nodes: { node: string; fit: boolean }[] }>(data, 'nodes');
  return nodes.filter(({ fit }) => fit).map(({ node }) => node);
}

describe('npm start on two nodes', () => {
  it('sells on both, compares both, and shows the whole demonstration', async () => {
    const wallets = Object.fromEntries(
      (['buyer', 'seller'] as const).map((name) => {
        const { grpcAddress: grpc, tlsCertFile, adminMacaroonFile: macaroonFile } = target.sim.nodes[name];
        return [name, { grpc, tlsCertFile, macaroonFile }];
      }),
    );
    const walletsFile = join(folder, 'network.json');
    writeFileSync(walletsFile, JSON.stringify({ nodes: wallets }));
    const started = start('both', { BOTBAZAAR_WALLETS_FILE: walletsFile });
    await started.says(/Ctrl-C stops everything/);
    const said = started.said();
    expect(said).toContain('✓ the customer paid 6,000 msat for the work of three');
    expect(said).not.toMatch(/failed:|Not ready/);
    const both = [target.sim.nodes.market.pubkey, target.sim.nodes.second.pubkey].sort();
    expect((await fitNodes('both')).sort()).toEqual(both);
    const { charges } = await admin<{ charges: { node: string }[] }>('both', 'charges');
    expect([...new Set(charges.map(({ node }) => node))].sort()).toEqual(both);
    await until(
      async () => (await admin<{ reconciliations: { node: string }[] }>('both', 'reconciliations')).reconciliations,
      (runs) => both.every((node) => runs.some((one) => one.node === node)),
    );
    started.interrupt();
    expect(await started.ended()).toBe(0);
  }, 60_000);

  it('starts while one is away, and uses it when it comes', async () => {
    await target.control('POST', '/nodes/second/stop', { how: 'kill' });
    const started = start('away', { BOTBAZAAR_DEMO: 'off' });
    await started.says(/Ctrl-C stops everything/);
    expect(started.said()).not.toContain('Not ready');
    const first = await until(
      () => fitNodes('away'),
      (fit) => fit.length > 0,
    );
    expect(first).toEqual([target.sim.nodes.market.pubkey]);
    await target.control('POST', '/nodes/second/start');
    await until(
      () => fitNodes('away'),
      (fit) => fit.length === 2,
      30_000,
    );
    started.interrupt();
    expect(await started.ended()).toBe(0);
  }, 60_000);

  it('is refused with a list that is none, by entry and field', async () => {
    const [first = {}, second = {}] = entries;
    const { watchMacaroonFile: _, ...less } = second;
    expect(await refused(listOf(first, less))).toContain(
      'entry 2 (second): watchMacaroonFile is not set; it must be the path of a file',
    );
  });

  it('is refused beside the settings of one node', async () => {
    expect(await refused({ LND_ADDRESS: 'localhost:10009' })).toContain('no other setting LND_… may');
  });

  it('is refused where both are the same one, or one can pay where invoices are made', async () => {
    const [first = {}, second = {}] = entries;
    expect(await refused(listOf(first, { ...first, name: 'again' }))).toContain('The same Lightning node answers as');
    const { payMacaroonFile: billingMacaroonFile = '' } = second;
    expect(await refused(listOf(first, { ...second, billingMacaroonFile }))).toContain(
      'The macaroon for billing can pay at second.',
    );
  });
});
