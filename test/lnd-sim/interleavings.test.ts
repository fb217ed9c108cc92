/**
 * Random sequences of what users, nodes, blocks, time and crashes can do, on the simulator without its servers. After
 * each the books of payer and payee agree and no millisatoshi is gone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashOfPreimage } from '#apps/lnd-sim/core/invoice';
import { LndError } from '#apps/lnd-sim/core/lnd-error';
import type { NodeName } from '#apps/lnd-sim/core/rows';
import type { NodeFiles, Simulator } from '#apps/lnd-sim/simulator';
import type { Store } from '#apps/lnd-sim/store/store';
import { manualClock } from '#kernel/clock';
import { type Msat, msat } from '#kernel/msat';
import { disagreements, settledMsat } from './agreement.js';
import { bareNodes, nodeNames, openBare } from './harness/bare.js';

const node = fc.constantFrom(...nodeNames);
const which = fc.nat(11);
const amount = fc.constantFrom(1n, 1000n, 250_000n, 4_000_000_000n, 6_000_000_000n);

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('add' as const), node, amount, hold: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('pay' as const), node, which, cancelable: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('settle' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), node, which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('freeze' as const), node }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('thaw' as const), node }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mine' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 200_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('partial' as const), node }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stick' as const), node }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Known {
  readonly payee: NodeName;
  readonly preimage: Buffer;
}

class Play {
  private known: Known[] = [];
  private readonly clock = manualClock(new Date('2026-09-01T00:00:00Z'));
  private store!: Store;
  private simulator!: Simulator;

  private constructor(
    private readonly directory: string,
    private readonly files: readonly NodeFiles[],
  ) {}

  static async begin(directory: string, files: readonly NodeFiles[]): Promise<Play> {
    const play = new Play(directory, files);
    await play.boot();
    return play;
  }

  async take(each: Step): Promise<void> {
    const { simulator } = this;
    const target = 'which' in each ? this.known[each.which % Math.max(1, this.known.length)] : undefined;
    switch (each.do) {
      case 'add':
        return this.add(each.node, each.amount, each.hold);
      case 'pay':
        if (target) this.pay(each.node, target, each.cancelable);
        return;
      case 'settle':
        if (target) this.refusable(() => simulator.member(target.payee).invoices.settle(target.preimage));
        return;
      case 'cancel':
        if (target)
          this.refusable(() => simulator.member(target.payee).invoices.cancel(hashOfPreimage(target.preimage)));
        return;
      case 'leave':
        if (target) simulator.member(each.node).payments.cancel(hashOfPreimage(target.preimage));
        return;
      case 'freeze':
        return simulator.freeze(each.node);
      case 'thaw':
        return simulator.thaw(each.node);
      case 'mine':
        simulator.mine(each.count);
        return;
      case 'wait':
        this.clock.advance(each.ms);
        for (const { node, invoices } of simulator.all()) if (node.condition === 'running') invoices.onTime();
        return;
      case 'partial':
        simulator.faults.arm({ node: each.node, kind: 'partial_payment', permille: 400 });
        return;
      case 'stick':
        simulator.faults.arm({ node: each.node, kind: 'stuck_payment' });
        return;
      case 'crash':
        return this.crash();
    }
  }

  /** Everything back in order, then what does not fit. */
  async end(): Promise<string[]> {
    for (const name of nodeNames) this.simulator.thaw(name);
    await this.store.durable();
    const live = disagreements(this.store.world);
    const before = nodeNames.map((name) => this.worth(name));
    await this.crash();
    const replayed = disagreements(this.store.world);
    const after = nodeNames.map((name) => this.worth(name));
    await this.store.close();
    return [
      ...live,
      ...replayed,
      ...before.flatMap((each, at) => (each === after[at] ? [] : [`${each} became ${after[at]}`])),
    ];
  }

  private worth(name: NodeName): string {
    const { channelMsat } = this.simulator.wallets().nodes[name]!;
    return `${name} ${channelMsat} earned ${settledMsat(this.store.world, name)}`;
  }

  private add(payee: NodeName, value: bigint, hold: boolean): void {
    const preimage = Buffer.alloc(32, 1 + this.known.length);
    this.known.push({ payee, preimage });
    this.simulator.member(payee).invoices.add({
      hash: hashOfPreimage(preimage),
      hold,
      preimage: hold ? undefined : preimage.toString('hex'),
      paymentAddr: Buffer.alloc(32, this.known.length).toString('hex'),
      memo: '',
      valueMsat: msat(value),
      expirySeconds: 300,
      cltvExpiry: 40,
      isPrivate: false,
    });
  }

  private pay(payer: NodeName, { payee, preimage }: Known, cancelable: boolean): void {
    const hash = hashOfPreimage(preimage);
    const invoice = this.simulator.member(payee).node.rows.invoices.get(hash)!;
    const order = {
      hash,
      destination: this.simulator.member(payee).node.identity.pubkey,
      paymentRequest: invoice.paymentRequest,
      paymentAddr: invoice.paymentAddr,
      amountMsat: invoice.valueMsat,
      declaredMsat: invoice.valueMsat,
      feeLimitMsat: 100_000n as Msat,
      finalCltvDelta: 40,
      cltvLimit: 2016,
      maxParts: 4,
      maxShardMsat: msat(0n),
      outgoingChannelIds: [],
      cancelable,
      timeoutSeconds: 60,
    };
    if (payer !== payee) this.refusable(() => this.simulator.member(payer).payments.send(order));
  }

  /** lnd says no to much of what happens here; anything else is a defect. */
  private refusable(act: () => unknown): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof LndError)) throw error;
    }
  }

  private async crash(): Promise<void> {
    await this.store.close();
    await this.boot();
  }

  private async boot(): Promise<void> {
    const { store, simulator } = await openBare(this.directory, this.files, this.clock);
    this.store = store;
    this.simulator = simulator;
  }
}

describe('the simulated network', () => {
  it('keeps its books in agreement whatever happens', async () => {
    const keys = mkdtempSync(join(tmpdir(), 'lnd-sim-keys-'));
    const files = await bareNodes(keys);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
        const directory = mkdtempSync(join(tmpdir(), 'lnd-sim-play-'));
        const play = await Play.begin(directory, files);
        for (const each of steps) await play.take(each);
        expect(await play.end()).toEqual([]);
        rmSync(directory, { recursive: true, force: true });
      }),
      { numRuns: 100 },
    );
    rmSync(keys, { recursive: true, force: true });
  });
});
