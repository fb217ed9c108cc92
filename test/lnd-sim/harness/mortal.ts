/** The simulator in a process of its own, which can be killed or get no more room on its disk, with users who keep it busy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { paymentStatus } from '#apps/lnd-sim/core/payment';
import { Store } from '#apps/lnd-sim/store/store';
import { type Child, runChild } from '#test/harness/child';
import { disagreements } from '../agreement.js';
import { type HoldInvoice, Lnd } from './lnd.js';

export class Mortal {
  private constructor(
    readonly child: Child,
    readonly market: Lnd,
    readonly buyer: Lnd,
  ) {}

  static async start(directory: string, largestFileBytes?: number): Promise<Mortal> {
    // As `node dist/apps/lnd-sim/main.js DIRECTORY`.
    const code = `process.argv.splice(1, 0, 'main', ${JSON.stringify(directory)}); await import('#apps/lnd-sim/main');`;
    const child = runChild(code, {}, largestFileBytes);
    await child.says(/^\{"controlUrl"/m);
    const client = (name: string) => {
      const [line = '{}'] = child.said().match(new RegExp(`^\\{"name":"${name}".*$`, 'm')) ?? [];
      const node = JSON.parse(line);
      return new Lnd({ ...node, macaroon: readFileSync(node.adminMacaroonFile).toString('hex') });
    };
    return new Mortal(child, client('market'), client('buyer'));
  }

  async kill(): Promise<void> {
    await this.child.end('SIGKILL');
    this.close();
  }

  close(): void {
    for (const client of [this.market, this.buyer]) client.close();
  }
}

export type Fact = 'added' | 'accepted' | 'settled' | 'canceled' | 'paid';

/** What some client was told, by payment hash: nothing of it may be undone. */
export class Said {
  private readonly said = new Map<string, Set<Fact>>();

  note({ hash }: HoldInvoice, what: Fact): void {
    const key = hash.toString('hex');
    this.said.set(key, (this.said.get(key) ?? new Set()).add(what));
  }

  decided(): number {
    return [...this.said.values()].filter((facts) => facts.has('settled') || facts.has('canceled')).length;
  }

  /** One user after another, until the process is gone. */
  async load(sim: Mortal, settles: boolean): Promise<void> {
    for (;;) {
      const hold = await sim.market.addHold();
      this.note(hold, 'added');
      const following = sim.market.followInvoice(hold.hash);
      const payment = sim.buyer.pay(hold.request);
      const noting = (what: Fact) => () => this.note(hold, what);
      payment.until(({ status }) => status === 'SUCCEEDED').then(noting('paid'), () => undefined);
      await following.until(({ state }) => state === 'ACCEPTED');
      this.note(hold, 'accepted');
      following.until(({ state }) => state === 'SETTLED').then(noting('settled'), () => undefined);
      await (settles ? sim.market.settle(hold.preimage) : sim.market.cancel(hold.hash));
      this.note(hold, settles ? 'settled' : 'canceled');
    }
  }

  /** The journal of the directory must have everything that was said, and nothing by halves. Answers what was decided how often. */
  async expectKept(directory: string): Promise<{ settled: number; canceled: number }> {
    const world = await worldOf(directory);
    expect(disagreements(world)).toEqual([]);
    const counts = { settled: 0, canceled: 0 };
    for (const [hash, facts] of this.said) {
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
    return counts;
  }
}

export async function worldOf(directory: string) {
  const store = await Store.open(join(directory, 'network.jsonl'), (error) => {
    throw error;
  });
  await store.close();
  return store.world;
}
