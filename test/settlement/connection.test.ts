import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '#test/harness/until';
import { type Neighbours, unavailable } from './neighbours.js';
import { notReady, type ScriptedNode, silent } from './scripted-node.js';
import { settlementUnderTest, yes } from './settlement-kit.js';

const settlement = settlementUnderTest();
let node: ScriptedNode;
let others: Neighbours;
let log: string[];
beforeEach(() => {
  ({ node, others, log } = settlement());
});

describe('the connection', () => {
  it.each(['end', 'break'] as const)(
    'is made again after the streams %s, with a sweep that reports what was missed',
    async (how) => {
      await settlement().follow();
      const hash = await settlement().opened();
      node.copies = 0;
      node.become(hash, 'ACCEPTED');
      node.copies = 1;
      const began = performance.now();
      node.end('every', how);
      await until(
        () => others.stateOf(hash),
        (state) => state === 'HELD',
        1_500,
      );
      expect(performance.now() - began).toBeLessThan(1_000);
      await until(() => node.follows(hash), yes);
      node.become(hash, 'SETTLED');
      await until(
        () => others.stateOf(hash),
        (state) => state === 'SETTLED',
      );
    },
  );

  it('waits for a node that is not ready, says so, and is there within seconds of its being ready', async () => {
    node.away = notReady();
    await settlement().follow();
    await until(
      () => log.length,
      (lines) => lines >= 4,
      6_000,
    );
    expect(await settlement().follower?.health.check()).toMatch(/not reachable/);
    const hash = randomBytes(32);
    others.charge(hash);
    node.become(hash, 'ACCEPTED');
    node.away = undefined;
    await until(
      () => others.stateOf(hash),
      (state) => state === 'HELD',
      5_500,
    );
    expect(await settlement().follower?.health.check()).toBeUndefined();
  });

  it('is not tried in a storm while it breaks again and again', async () => {
    await settlement().follow();
    const end = performance.now() + 2_500;
    while (performance.now() < end) {
      node.end('all', 'break');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // Pauses of 0.2, 0.5, 1 and 2 seconds.
    expect(node.connects).toBeLessThanOrEqual(5);
    expect(node.connects).toBeGreaterThanOrEqual(3);
  });

  it('to another node ends, and nothing is called absent because of it', async () => {
    await settlement().follow({ sweepIntervalMs: 30, heightIntervalMs: 3_600_000 });
    const hash = await settlement().opened();
    const first = node.pubkey;
    node.invoices.clear();
    node.pubkey = `03${'cd'.repeat(32)}`;
    await until(() => log.some((line) => line.includes('another node answers')), yes);
    expect(others.told(hash)).toEqual([]);
    expect(others.reports.filter((report) => report.node === first)).toEqual([]);
  });

  it('ends when the node that answers for the height is another one', async () => {
    await settlement().follow({ sweepIntervalMs: 3_600_000, heightIntervalMs: 30 });
    node.pubkey = `03${'cd'.repeat(32)}`;
    await until(
      () => node.connects,
      (connects) => connects === 2,
    );
    expect(log.some((line) => line.includes('another node answers at this address'))).toBe(true);
  });

  it('is given up when a heartbeat is not answered although the streams stand, and says so', async () => {
    await settlement().follow({ sweepIntervalMs: 3_600_000, heightIntervalMs: 20 });
    await until(
      () => others.conditions.get(node.pubkey),
      (unfit) => unfit === '',
    );
    node.away = silent();
    await until(
      () => others.conditions.get(node.pubkey),
      (unfit) => unfit === 'silent',
    );
    expect(node.streams.size).toBe(0);
    expect(await settlement().follower?.health.check()).toMatch(/does not answer/);
    node.away = undefined;
    await until(
      () => others.conditions.get(node.pubkey),
      (unfit) => unfit === '',
    );
    expect(await settlement().follower?.health.check()).toBeUndefined();
  });

  it('says that another node has taken the place of the one of the start, and that this one is back', async () => {
    const first = node.pubkey;
    const second = `03${'cd'.repeat(32)}`;
    await settlement().follow({ sweepIntervalMs: 3_600_000, heightIntervalMs: 20 });
    node.pubkey = second;
    await until(
      () => others.conditions.get(second),
      (unfit) => unfit === 'another_node',
    );
    expect(await settlement().follower?.health.check()).toMatch(/another Lightning node/);
    node.pubkey = first;
    await until(
      () => settlement().follower?.health.check(),
      (missing) => missing === undefined,
    );
    expect(others.conditions.get(first)).toBe('');
  });
});

describe('a stop', () => {
  it('leaves nothing running, whatever was under way', async () => {
    others.latencyMs = 30;
    await settlement().follow({ sweepIntervalMs: 40, heightIntervalMs: 20 });
    const hashes = await Promise.all(Array.from({ length: 50 }, () => settlement().opened()));
    others.billingTrouble = unavailable();
    for (const hash of hashes) node.become(hash, 'ACCEPTED');
    await until(
      () => others.running,
      (running) => running > 0,
    );
    const began = performance.now();
    await settlement().follower?.stop();
    expect(performance.now() - began).toBeLessThan(500);
    expect([others.running, node.streams.size, node.closed]).toEqual([0, 0, true]);
    const lines = log.length;
    others.billingTrouble = undefined;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([log.length, others.reports.length]).toEqual([lines, 0]);
  });

  it('does not wait for a node that is away', async () => {
    node.away = notReady();
    await settlement().follow();
    await until(
      () => log.length,
      (lines) => lines > 0,
    );
    const began = performance.now();
    await settlement().follower?.stop();
    expect(performance.now() - began).toBeLessThan(100);
  });
});
