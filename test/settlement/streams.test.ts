import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { start } from '#apps/settlement/start';
import { AppError } from '#kernel/errors';
import { createLogger } from '#observability/logger';
import { until } from '#test/harness/until';
import { type Neighbours, unavailable } from './neighbours.js';
import { ScriptedNode } from './scripted-node.js';
import { alone, paysNothing, settlementUnderTest, streamsOnly, yes } from './settlement-kit.js';

const settlement = settlementUnderTest();
let node: ScriptedNode;
let others: Neighbours;
let log: string[];
beforeEach(() => {
  ({ node, others, log } = settlement());
});

describe('by the streams', () => {
  it('an invoice is followed from its making to its settlement, and the task is funded once it is held', async () => {
    await settlement().follow();
    const hash = await settlement().opened();
    node.become(hash, 'ACCEPTED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'HELD',
    );
    await until(
      () => others.funded,
      (funded) => funded.length === 1,
    );
    node.become(hash, 'SETTLED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'SETTLED',
    );
    expect(others.told(hash)).toEqual(['ACCEPTED', 'SETTLED']);
    expect(others.reports.every((report) => report.node === node.pubkey)).toBe(true);
    await until(
      () => node.follows(hash),
      (follows) => !follows,
    );
  });

  it('hears of a cancellation, which the stream of all invoices never tells', async () => {
    await settlement().follow();
    const hash = await settlement().opened();
    node.become(hash, 'CANCELED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'CANCELED',
    );
  });

  it('takes every event twice without telling anybody a lie', async () => {
    node.copies = 2;
    await settlement().follow();
    const hash = await settlement().opened();
    expect([...node.streams].filter(({ key }) => key === hash.toString('hex'))).toHaveLength(1);
    node.become(hash, 'ACCEPTED');
    node.become(hash, 'SETTLED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'SETTLED',
    );
    expect(new Set(others.told(hash))).toEqual(new Set(['ACCEPTED', 'SETTLED']));
    expect(others.charges.get(hash.toString('hex'))?.state).toBe('SETTLED');
  });

  it('reports money that came to an invoice which it does not follow', async () => {
    await settlement().follow();
    const hash = randomBytes(32);
    node.become(hash, 'SETTLED');
    await until(
      () => others.told(hash),
      (told) => told.length === 1,
    );
  });

  it('reopens the stream of one invoice that ended too early or broke, and loses nothing meanwhile', async () => {
    await settlement().follow();
    for (const how of ['end', 'break'] as const) {
      const hash = await settlement().opened();
      node.end('one', how);
      await until(
        () => node.follows(hash),
        (follows) => !follows,
      );
      node.become(hash, 'ACCEPTED');
      await until(
        () => others.stateOf(hash),
        (state) => state === 'HELD',
        2_000,
      );
      expect(node.follows(hash)).toBe(true);
    }
    expect(node.connects).toBe(1);
  });

  it('follows no more invoices than its bound, and sweeps so often that a payment of the others is seen in time', async () => {
    await settlement().follow();
    for (let n = 0; n < 6_000; n += 1) node.become(randomBytes(32), 'OPEN');
    await until(
      () => node.streams.size,
      (open) => open > 6_000,
    );
    const hash = randomBytes(32);
    others.charge(hash);
    node.become(hash, 'OPEN');
    await new Promise((resolve) => setTimeout(resolve, 50));
    // The bound, and the stream of all.
    expect([node.mostStreams, node.follows(hash)]).toEqual([6_001, false]);
    // Node sees no leak of listeners in that.
    for (const { signal } of node.streams) expect(listenersMax(signal)).toBe(0);
    node.become(hash, 'ACCEPTED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'HELD',
      8_000,
    );
  });
});

describe('when a neighbour is away', () => {
  it('a report is repeated until billing is back', async () => {
    await settlement().follow();
    const hash = await settlement().opened();
    others.billingTrouble = unavailable();
    node.become(hash, 'ACCEPTED');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(others.reports).toEqual([]);
    others.billingTrouble = undefined;
    await until(
      () => others.funded,
      (funded) => funded.length === 1,
      3_000,
    );
    expect(others.stateOf(hash)).toBe('HELD');
  });

  it('a charge that is HELD is told to dispatch until dispatch has heard it', async () => {
    await settlement().follow();
    const hash = await settlement().opened();
    others.dispatchTrouble = unavailable();
    node.become(hash, 'ACCEPTED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'HELD',
    );
    expect(others.funded).toEqual([]);
    others.dispatchTrouble = undefined;
    await until(
      () => others.funded,
      (funded) => funded.length === 1,
      3_000,
    );
  });

  it('the sweep tells dispatch of a HELD charge that it never heard of, as after a crash between the two', async () => {
    const hash = randomBytes(32);
    const charge = others.charge(hash, 'HELD');
    node.become(hash, 'ACCEPTED');
    await settlement().follow();
    await until(
      () => others.funded,
      (funded) => funded.includes(charge.taskId),
    );
  });

  it('one report that is refused for good is told in the log and does not hold up the others', async () => {
    await settlement().follow();
    const [bad, good] = [await settlement().opened(), await settlement().opened()];
    others.billingTrouble = new AppError('internal', 'a defect');
    node.become(bad, 'ACCEPTED');
    await until(() => log.some((line) => line.includes('was not taken')), yes);
    others.billingTrouble = undefined;
    node.become(good, 'ACCEPTED');
    await until(
      () => others.stateOf(good),
      (state) => state === 'HELD',
    );
    expect(others.stateOf(bad)).toBe('OPEN');
  });

  it('the streams stay while the sweep cannot read the charges', async () => {
    others.billingTrouble = unavailable();
    await settlement().follow({ sweepIntervalMs: 50, heightIntervalMs: 50 });
    await until(
      () => log.filter((line) => line.includes('the sweep of invoices failed')).length,
      (lines) => lines >= 3,
    );
    expect(node.connects).toBe(1);
    const hash = await settlement().opened();
    node.become(hash, 'ACCEPTED');
    others.billingTrouble = undefined;
    await until(
      () => others.stateOf(hash),
      (state) => state === 'HELD',
    );
    await until(
      () => others.heights,
      (heights) => heights.length > 0,
    );
  });
});

describe('the height', () => {
  it('is told when it grows, and again every sweep, but never lower than before', async () => {
    await settlement().follow({ sweepIntervalMs: 200, heightIntervalMs: 10 });
    await until(
      () => others.heights,
      (heights) => heights.length === 1,
    );
    node.height = 1_003;
    await until(
      () => others.heights.at(-1),
      (height) => height === 1_003,
    );
    expect(others.heights.length).toBeLessThanOrEqual(3);
    node.height = 1_002;
    const told = others.heights.length;
    await until(
      () => others.heights.length,
      (length) => length >= told + 2,
    );
    expect(others.heights.slice(told)).toEqual(others.heights.slice(told).map(() => 1_003));
  });

  it('that billing did not take is told again', async () => {
    others.billingTrouble = unavailable();
    await settlement().follow({ sweepIntervalMs: 3_600_000, heightIntervalMs: 20 });
    await until(() => log.some((line) => line.includes('a height was not taken')), yes);
    others.billingTrouble = undefined;
    await until(
      () => others.heights,
      (heights) => heights.join() === '1000',
    );
  });
});

describe('the height', () => {
  it('is that of another node of ours where that sees more of the chain', async () => {
    others.heightElsewhere = 1_004;
    await settlement().follow({ ...streamsOnly, heightIntervalMs: 20 });
    await until(
      () => others.heights.at(-1),
      (height) => height === 1_004,
    );
  });
});

describe('settlement as a service', () => {
  it('follows every node that it is given, and tells what each of them lacks', async () => {
    const second = new ScriptedNode();
    second.pubkey = `03${'ef'.repeat(32)}`;
    const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
    const { billing, dispatch } = others;
    const watches = [node.watch, second.watch];
    const service = await start(
      { ...streamsOnly, finalitySweepIntervalMs: 3_600_000 },
      { billing, dispatch, watches, lead: alone, ...paysNothing, logger },
    );
    await until(
      () => [node.streams.size, second.streams.size].join(),
      (open) => open === '1,1',
    );
    const hash = randomBytes(32);
    others.charge(hash, 'OPEN', second.pubkey);
    second.become(hash, 'OPEN');
    await until(() => second.follows(hash), yes);
    second.become(hash, 'ACCEPTED');
    await until(
      () => others.stateOf(hash),
      (state) => state === 'HELD',
    );
    expect(others.reports[0]?.node).toBe(second.pubkey);
    expect(await Promise.all(service.health.map(({ check }) => check()))).toEqual([undefined]);
    await service.stop();
    expect([node.streams.size, second.streams.size]).toEqual([0, 0]);
  });
});

/** Node 20's own getMaxListeners takes 0, which is no bound, for a signal that it does not know. */
function listenersMax(signal: AbortSignal): unknown {
  const name = Object.getOwnPropertySymbols(signal).find(
    ({ description }) => description === 'events.maxEventTargetListeners',
  );
  return name && Reflect.get(signal, name);
}
