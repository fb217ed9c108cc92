import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '#test/harness/until';
import { type Neighbours, unavailable } from './neighbours.js';
import type { ScriptedNode } from './scripted-node.js';
import { settlementUnderTest, streamsOnly } from './settlement-kit.js';

const settlement = settlementUnderTest();
let node: ScriptedNode;
let others: Neighbours;
beforeEach(() => {
  ({ node, others } = settlement());
});

const often = { finalitySweepIntervalMs: 20 };
const told = (hash: Buffer) => others.finals.filter((final) => final.hash === hash.toString('hex'));
const won = { wonMsat: '100000', lostMsat: '0' };

/** A paid invoice that the node has settled and that billing has booked. */
function booked(): Buffer {
  const hash = randomBytes(32);
  node.become(hash, 'SETTLED');
  others.receipts.push({ transferSeq: String(others.receipts.length + 1), paymentHash: hash, amountMsat: '100000' });
  return hash;
}

describe('the final resolution of HTLCs', () => {
  it.each(['before', 'after'] as const)(
    'is told once, without a question to the node, when it comes %s the SETTLED',
    async (when) => {
      await settlement().follow();
      const hash = await settlement().opened();
      if (when === 'before') node.resolve(hash, true);
      node.become(hash, 'SETTLED');
      await until(
        () => others.told(hash),
        (states) => states.includes('SETTLED'),
      );
      if (when === 'after') node.resolve(hash, true);
      await until(
        () => told(hash),
        (all) => all.length > 0,
      );
      expect(told(hash)).toEqual([{ hash: hash.toString('hex'), ...won }]);
    },
  );

  it('is found by a sweep when no event told of it, and not before there is one', async () => {
    await settlement().follow(streamsOnly, often);
    const hash = booked();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told(hash)).toEqual([]);
    node.resolve(hash, true, false);
    await until(
      () => told(hash),
      (all) => all.length > 0,
    );
    expect(others.receipts).toEqual([]);
  });

  it('says what went back to the payer after the node had settled', async () => {
    await settlement().follow(streamsOnly, often);
    const hash = booked();
    node.resolve(hash, false, false);
    await until(
      () => told(hash),
      (all) => all.length > 0,
    );
    expect(told(hash)[0]).toMatchObject({ wonMsat: '0', lostMsat: '100000' });
  });

  it('is told again by the sweep when billing was away', async () => {
    await settlement().follow(streamsOnly, { finalitySweepIntervalMs: 3_600_000 });
    const hash = await settlement().opened();
    node.become(hash, 'SETTLED');
    await until(
      () => others.told(hash),
      (states) => states.includes('SETTLED'),
    );
    others.receipts.push({ transferSeq: '1', paymentHash: hash, amountMsat: '100000' });
    others.billingTrouble = unavailable();
    node.resolve(hash, true);
    await new Promise((resolve) => setTimeout(resolve, 600));
    others.billingTrouble = undefined;
    node.end('every');
    await until(
      () => told(hash),
      (all) => all.length > 0,
      5_000,
    );
  });
});
