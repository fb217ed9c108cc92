import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { allNodes, comparedNodes, payingNodes } from './lnd-files.js';

let keys: string;
beforeEach(() => {
  keys = mkdtempSync(join(tmpdir(), 'lnd-files-'));
});
afterEach(() => rmSync(keys, { recursive: true }));

const settings = { LND_ADDRESS: 'one:10009', LND_TLS_SERVER_NAME: 'one.example' };

function further(name: string, address: string): void {
  const folder = join(keys, 'nodes', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'address'), address);
  writeFileSync(join(folder, 'lnd.macaroon'), `${name}-in-hex\n`);
}

describe('the nodes of a service', () => {
  it('are the one that the settings name where there is no folder of others', () => {
    expect(allNodes(settings, keys)).toMatchObject([{ address: 'one:10009', tlsServerName: 'one.example' }]);
  });

  it('are also those that have a folder, each with its own certificate and macaroon', () => {
    further('third', 'three:10009\n');
    further('second', 'two:10010');
    const nodes = allNodes(settings, keys);
    expect(nodes.map(({ address }) => address)).toEqual(['one:10009', 'two:10010', 'three:10009']);
    expect(nodes[1]).toMatchObject({ tlsServerName: undefined, tlsCertFile: join(keys, 'nodes', 'second', 'lnd.crt') });
    expect(nodes[2]?.macaroon()).toBe('third-in-hex');
  });

  it('need not be named by settings, and have the name of their certificate beside it', () => {
    further('second', 'two:10010');
    writeFileSync(join(keys, 'nodes', 'second', 'tls-server-name'), 'two.example\n');
    expect(allNodes({}, keys)).toMatchObject([{ address: 'two:10010', tlsServerName: 'two.example' }]);
  });

  it('pay and are compared where they have a macaroon for it', () => {
    further('second', 'two:10010');
    further('third', 'three:10009');
    writeFileSync(join(keys, 'lnd-pay.macaroon'), 'first-pays');
    writeFileSync(join(keys, 'nodes', 'third', 'lnd-pay.macaroon'), 'third-pays');
    writeFileSync(join(keys, 'nodes', 'second', 'lnd-reconcile.macaroon'), 'second-reads');
    expect(payingNodes(settings, keys).map((node) => node.macaroon())).toEqual(['first-pays', 'third-pays']);
    expect(comparedNodes(settings, keys).map((node) => node.macaroon())).toEqual(['second-reads']);
  });

  it('are refused where there is none', () => {
    expect(() => allNodes({}, keys)).toThrow(/Neither LND_ADDRESS nor a folder/);
  });

  it('are refused where an address is none', () => {
    further('second', 'two');
    expect(() => allNodes(settings, keys)).toThrow(/must hold one host:port/);
  });
});
