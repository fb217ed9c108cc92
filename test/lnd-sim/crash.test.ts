/** What is left when the simulator dies: after every line of its journal, in the middle of a line, and by SIGKILL under load. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { paymentStatus } from '#apps/lnd-sim/core/payment';
import { Store } from '#apps/lnd-sim/store/store';
import { systemClock } from '#kernel/clock';
import { type Child, runChild } from '#test/harness/child';
import { disagreements } from './agreement.js';
import { held, settled } from './conformance/clients.js';
import { bareNodes, openBare } from './harness/bare.js';
import { eventually, type HoldInvoice, Lnd, sleep } from './harness/lnd.js';
import { SimTarget } from './harness/sim-target.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lnd-sim-crash-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const rethrow = (error: unknown) => {
  throw error;
};

async function worldOf(directory: string) {
  const store = await Store.open(join(directory, 'network.jsonl'), rethrow);
  await store.close();
  return store.world;
}

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

/** The simulator in a process of its own, which says where its nodes are. */
class Mortal {
  private constructor(
    private readonly child: Child,
    readonly market: Lnd,
    readonly buyer: Lnd,
  ) {}

  static async start(directory: string): Promise<Mortal> {
    const child = runChild(`
      import { start } from '#apps/lnd-sim/start';
      import { systemClock } from '#kernel/clock';
      const nodes = ['market', 'buyer', 'seller'];
      const sim = await start({ directory: ${JSON.stringify(directory)}, nodes, blockIntervalMs: 0, clock: systemClock });
      console.log('ready ' + JSON.stringify(sim.nodes));
    `);
    const [, json = ''] = await child.says(/^ready (.*)$/m);
    const nodes = JSON.parse(json);
    const client = (name: string) => {
      const macaroon = readFileSync(nodes[name].adminMacaroonFile).toString('hex');
      return new Lnd({ ...nodes[name], macaroon });
    };
    return new Mortal(child, client('market'), client('buyer'));
  }

  async kill(): Promise<void> {
    await this.child.end('SIGKILL');
    for (const client of [this.market, this.buyer]) client.close();
  }
}

describe('a simulator that is killed under load', () => {
  it('has done everything that it acknowledged, and nothing by halves', async () => {
    /** What some client was told, by payment hash: nothing of it may be undone. */
    const said = new Map<string, Set<Fact>>();
    const note = ({ hash }: HoldInvoice, what: Fact) => {
      const key = hash.toString('hex');
      said.set(key, (said.get(key) ?? new Set()).add(what));
    };
    const decided = () => [...said.values()].filter((facts) => facts.has('settled') || facts.has('canceled')).length;
    for (let round = 0; round < 5; round++) {
      const sim = await Mortal.start(root);
      const before = decided();
      // Each ends with the call that the kill interrupts; one that hangs in a closed client is nobody's concern.
      for (let user = 0; user < 12; user++) load(sim, user % 3 !== 0, note).catch(() => undefined);
      await eventually(
        async () => decided() - before,
        (count) => count > 5 + 10 * round,
        20_000,
      );
      await sleep(7 * round);
      await sim.kill();
    }
    // A last start takes up what the last kill left.
    const target = await SimTarget.start({ directory: root });
    await target.stop();
    const world = await worldOf(root);
    expect(disagreements(world)).toEqual([]);
    const counts = { settled: 0, canceled: 0 };
    for (const [hash, facts] of said) {
      const invoice = world.node('market').invoices.get(hash);
      const payment = world.node('buyer').payments.get(hash);
      const now = { hash, state: invoice?.state, payment: payment && paymentStatus(payment) };
      expect(now.state).toBeDefined();
      if (facts.has('settled') || facts.has('paid'))
        expect(now).toEqual({ hash, state: 'SETTLED', payment: 'SUCCEEDED' });
      if (facts.has('canceled')) expect(now).toMatchObject({ hash, state: 'CANCELED' });
      if (facts.has('accepted')) expect(['IN_FLIGHT', 'SUCCEEDED', 'FAILED']).toContain(now.payment);
      if (facts.has('settled')) counts.settled += 1;
      if (facts.has('canceled')) counts.canceled += 1;
    }
    expect(Math.min(counts.settled, counts.canceled)).toBeGreaterThan(0);
  }, 120_000);
});

type Fact = 'added' | 'accepted' | 'settled' | 'canceled' | 'paid';

/** One user after another, until the process is gone. */
async function load(sim: Mortal, settles: boolean, note: (hold: HoldInvoice, what: Fact) => void) {
  for (;;) {
    const hold = await sim.market.addHold();
    note(hold, 'added');
    const following = sim.market.followInvoice(hold.hash);
    const payment = sim.buyer.pay(hold.request);
    payment
      .until(({ status }) => status === 'SUCCEEDED')
      .then(
        () => note(hold, 'paid'),
        () => undefined,
      );
    await following.until(({ state }) => state === 'ACCEPTED');
    note(hold, 'accepted');
    following
      .until(({ state }) => state === 'SETTLED')
      .then(
        () => note(hold, 'settled'),
        () => undefined,
      );
    await (settles ? sim.market.settle(hold.preimage) : sim.market.cancel(hold.hash));
    note(hold, settles ? 'settled' : 'canceled');
  }
}
