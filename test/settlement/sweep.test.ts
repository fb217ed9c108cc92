import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '#test/harness/until';
import { type Neighbours, unavailable } from './neighbours.js';
import { type ScriptedNode } from './scripted-node.js';
import { settlementUnderTest, streamsOnly, yes } from './settlement-kit.js';

const settlement = settlementUnderTest();
let node: ScriptedNode;
let others: Neighbours;
let log: string[];
beforeEach(() => {
  ({ node, others, log } = settlement());
});

describe('the sweep', () => {
  it('at the first connect finds everything that happened while nobody listened', async () => {
    const hashes = ['ACCEPTED', 'SETTLED', 'CANCELED', 'OPEN'].map((state) => {
      const hash = randomBytes(32);
      others.charge(hash, state === 'ACCEPTED' || state === 'OPEN' ? 'OPEN' : 'HELD');
      node.become(hash, state as 'OPEN');
      return hash;
    }) as [Buffer, Buffer, Buffer, Buffer];
    const forgotten = randomBytes(32);
    others.charge(forgotten);
    await settlement().follow();
    await until(
      () => hashes.map((hash) => others.stateOf(hash)).join(),
      (states) => states === 'HELD,SETTLED,CANCELED,OPEN',
    );
    await until(
      () => others.told(forgotten),
      (told) => told.join() === 'ABSENT',
    );
    await until(
      () => [node.follows(hashes[0]), node.follows(hashes[3])],
      ([held, open]) => held === true && open === true,
    );
    node.become(hashes[3], 'ACCEPTED');
    await until(
      () => others.stateOf(hashes[3]),
      (state) => state === 'HELD',
    );
  });

  it('heals what the streams swallowed', async () => {
    await settlement().follow({ ...streamsOnly, sweepIntervalMs: 60 });
    const hash = await settlement().opened();
    node.copies = 0;
    node.become(hash, 'ACCEPTED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'HELD',
    );
    node.become(hash, 'SETTLED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'SETTLED',
    );
  });

  it('finds an invoice whose making was never told', async () => {
    await settlement().follow({ ...streamsOnly, sweepIntervalMs: 60 });
    node.copies = 0;
    const hash = randomBytes(32);
    others.charge(hash, 'CREATING');
    node.become(hash, 'OPEN');
    await until(() => node.follows(hash), yes);
  });

  it('never calls an invoice absent that is only being made', async () => {
    others.charge(randomBytes(32), 'CREATING');
    await settlement().follow({ ...streamsOnly, sweepIntervalMs: 20 });
    await until(
      () => node.lookups,
      (lookups) => lookups > 3,
    );
    expect(others.reports).toEqual([]);
  });

  it('reports what LND holds for a charge that has ended, so that it is given back', async () => {
    const hash = randomBytes(32);
    others.charge(hash, 'CANCELED');
    node.become(hash, 'ACCEPTED');
    await settlement().follow();
    await until(
      () => others.told(hash),
      (told) => told.join() === 'ACCEPTED',
    );
  });

  it('reads every page of charges, and asks the node only for what it did not list', async () => {
    const open = Array.from({ length: 1_203 }, () => {
      const hash = randomBytes(32);
      others.charge(hash);
      node.become(hash, 'ACCEPTED');
      return hash;
    });
    await settlement().follow();
    await until(() => open.every((hash) => others.stateOf(hash) === 'HELD'), yes, 20_000);
    expect(node.lookups).toBe(0);
  });

  it('goes on with the others when a report fails, and comes back to it soon', async () => {
    const hash = randomBytes(32);
    others.charge(hash);
    node.become(hash, 'ACCEPTED');
    others.dispatchTrouble = unavailable();
    node.copies = 0;
    await settlement().follow({ ...streamsOnly, sweepIntervalMs: 100 });
    await until(() => log.some((line) => line.includes('could not report')), yes);
    others.dispatchTrouble = undefined;
    await until(
      () => others.funded.length,
      (funded) => funded > 0,
    );
  });
});
