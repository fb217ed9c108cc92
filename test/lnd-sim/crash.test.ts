/** What is left when the simulator dies: after every line of its journal, in the middle of a line, and by SIGKILL under load. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '#kernel/clock';
import { disagreements } from './agreement.js';
import { held, settled } from './conformance/clients.js';
import { bareNodes, openBare } from './harness/bare.js';
import { eventually, sleep } from './harness/lnd.js';
import { Mortal, Said, worldOf } from './harness/mortal.js';
import { SimTarget } from './harness/sim-target.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lnd-sim-crash-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a journal that ends early', () => {
  it('is a network that goes on, wherever it ends', async () => {
    const whole = join(root, 'whole');
    const target = await SimTarget.start({ directory: whole });
    const [market, buyer, seller] = [target.client('market'), target.client('buyer'), target.client('seller')];
    await settled(seller, buyer);
    const [taken, returned] = [await held(market, buyer), await held(market, seller, { value: 5000 })];
    await market.settle(taken.preimage);
    await market.cancel(returned.hash);
    await held(seller, buyer, { value: 100 });
    await held(market, buyer, { value: 6_000_000 });
    await target.mine(2);
    for (const client of [market, buyer, seller]) client.close();
    await target.stop();

    const journal = readFileSync(join(whole, 'network.jsonl'), 'utf8');
    const lines = journal.split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(20);
    const nodes = await bareNodes(whole);
    for (let kept = 0; kept <= lines.length; kept++) {
      const cut = join(root, `cut-${kept}`);
      mkdirSync(cut);
      const torn = (lines[kept] ?? '').slice(0, 40 * (kept % 3));
      const start = lines.slice(0, kept).map((line) => `${line}\n`);
      writeFileSync(join(cut, 'network.jsonl'), start.join('') + torn);
      const { store, simulator } = await openBare(cut, nodes, systemClock);
      const { totalMsat } = simulator.wallets();
      await store.close();
      expect([kept, totalMsat]).toEqual([kept, 30_000_000_000n]);
      expect([kept, disagreements(store.world)]).toEqual([kept, []]);
      expect([kept, disagreements(await worldOf(cut))]).toEqual([kept, []]);
    }
  });

  it('is compacted at the start when most of it is superseded, and means the same', async () => {
    const target = await SimTarget.start({ directory: root });
    const [market, buyer] = [target.client('market'), target.client('buyer')];
    const hold = await held(market, buyer);
    await target.mine(2500);
    const canceled = await market.lookUp(hold.hash);
    for (const client of [market, buyer]) client.close();
    const before = await target.control('GET', '/wallets');
    await target.stop();
    const long = readFileSync(join(root, 'network.jsonl'), 'utf8').split('\n').length;
    const again = await SimTarget.start({ directory: root });
    const reader = again.client('market');
    expect(await again.control('GET', '/wallets')).toEqual(before);
    expect(await again.control('GET', '/blocks')).toEqual({ height: 3100 });
    expect(await reader.lookUp(hold.hash)).toEqual(canceled);
    const short = readFileSync(join(root, 'network.jsonl'), 'utf8').split('\n').length;
    expect([long > 2500, short < 20]).toEqual([true, true]);
    reader.close();
    await again.stop();
  });
});

describe('a simulator that is killed under load', () => {
  it('has done everything that it acknowledged, and nothing by halves', async () => {
    const said = new Said();
    for (let round = 0; round < 5; round++) {
      const sim = await Mortal.start(root);
      const before = said.decided();
      // Each ends with the call that the kill interrupts; one that hangs in a closed client is nobody's concern.
      for (let user = 0; user < 12; user++) said.load(sim, user % 3 !== 0).catch(() => undefined);
      await eventually(
        async () => said.decided() - before,
        (count) => count > 5 + 10 * round,
        20_000,
      );
      await sleep(7 * round);
      await sim.kill();
    }
    // A last start takes up what the last kill left.
    const target = await SimTarget.start({ directory: root });
    await target.stop();
    const { settled: paid, canceled } = await said.expectKept(root);
    expect(Math.min(paid, canceled)).toBeGreaterThan(0);
  }, 120_000);
});
