/** What a node settled while nobody listened is read and booked, once, whatever node stands behind the address. */
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { CatchUp } from '#apps/settlement/catch-up';
import { Reporter } from '#apps/settlement/report';
import { createLogger } from '#observability/logger';
import { until } from '#test/harness/until';
import { type Neighbours, unavailable } from './neighbours.js';
import type { ScriptedNode } from './scripted-node.js';
import { settlementUnderTest, streamsOnly, yes } from './settlement-kit.js';

const settlement = settlementUnderTest();
const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
let node: ScriptedNode;
let others: Neighbours;
let catchUp: CatchUp;
beforeEach(() => {
  ({ node, others } = settlement());
  catchUp = new CatchUp();
});

const read = () =>
  catchUp.read({
    node: node.pubkey,
    signal: new AbortController().signal,
    watch: node.watch,
    billing: others.billing,
    reporter: new Reporter(others.billing, others.dispatch, logger),
    logger,
  });

/** So many invoices that are in that state, with charges or without. */
function made(count: number, state: 'OPEN' | 'SETTLED' | 'CANCELED', charged = true): Buffer[] {
  return Array.from({ length: count }, () => {
    const hash = randomBytes(32);
    if (charged) others.charge(hash);
    node.become(hash, 'OPEN');
    if (state !== 'OPEN') node.become(hash, state);
    return hash;
  });
}

const told = (hashes: readonly Buffer[]) => hashes.map((hash) => others.told(hash).length);
const checkpoint = () => others.checkpoints.get(node.pubkey);

describe('reading a node', () => {
  it('for the first time begins where the node is: what came before was not for us', async () => {
    const before = made(25, 'SETTLED', false);
    expect(await read()).toEqual({ complete: true, lostInvoices: false });
    const after = made(1, 'SETTLED', false);
    await read();
    expect([...told(before), ...told(after)]).toEqual([...before.map(() => 0), 1]);
  });

  it('again goes on from the last invoice before which all are final', async () => {
    await read();
    const first = made(12, 'SETTLED');
    const [open] = made(1, 'OPEN') as [Buffer];
    made(15, 'CANCELED');
    const last = made(3, 'SETTLED');
    await read();
    expect([checkpoint()?.addIndex, ...told([...first, ...last])]).toEqual(['12', ...[...first, ...last].map(() => 1)]);
    node.become(open, 'SETTLED');
    node.pagesRead = 0;
    await read();
    expect([checkpoint()?.addIndex, node.pagesRead, ...told([open])]).toEqual(['31', 2, 1]);
  });

  it('does not tell again and again what an open invoice keeps in the way', async () => {
    await read();
    made(1, 'OPEN');
    const later = made(30, 'SETTLED');
    for (let n = 0; n < 5; n += 1) await read();
    expect(Math.max(...told(later))).toBe(2);
    expect(checkpoint()).toMatchObject({ addIndex: '0', settleIndex: '30' });
  });

  it('misses nothing that is settled behind its back, out of the order in which it was made', async () => {
    await read();
    const [early] = made(1, 'OPEN') as [Buffer];
    made(40, 'SETTLED');
    const turn = node.watch.madeAfter;
    // The first invoice is settled when the pages after it are being read.
    const watch = node.watch as { madeAfter: typeof turn };
    watch.madeAfter = async function* (index) {
      for await (const page of turn(index)) {
        yield page;
        node.become(early, 'SETTLED');
      }
    };
    for (let n = 0; n < 3; n += 1) await read();
    expect(others.told(early).length).toBeGreaterThan(0);
  });

  it('stops at what billing does not take, and comes back to it', async () => {
    await read();
    const hashes = made(12, 'SETTLED');
    others.billingTrouble = unavailable();
    await expect(read()).rejects.toThrow();
    others.billingTrouble = undefined;
    others.dispatchTrouble = unavailable();
    // Of one of them the task cannot be funded.
    const [escrowed] = hashes as [Buffer];
    others.settledBecomes.set(escrowed.toString('hex'), 'HELD');
    expect(await read()).toMatchObject({ complete: false });
    expect(checkpoint()?.addIndex).toBe('0');
    others.dispatchTrouble = undefined;
    expect(await read()).toMatchObject({ complete: true });
    expect([checkpoint()?.addIndex, others.funded.length]).toEqual(['12', 1]);
  });

  it('has one page in its hands at a time, and reads the next when that is booked', async () => {
    await read();
    made(1_000, 'SETTLED');
    others.latencyMs = 1;
    const reading = read();
    let ahead = 0;
    const watching = setInterval(() => {
      ahead = Math.max(ahead, node.pagesRead * 10 - others.reports.length);
    }, 1);
    await reading;
    clearInterval(watching);
    expect([others.reports.length, others.largestBatch]).toEqual([1_000, 10]);
    expect(ahead).toBeLessThanOrEqual(10);
  });

  it('that took the place of another begins anew, and the other one is read on when it is back', async () => {
    const first = node.pubkey;
    await read();
    made(5, 'SETTLED');
    await read();
    const kept = [...node.invoices];
    node.pubkey = `03${'cd'.repeat(32)}`;
    node.invoices.clear();
    const foreign = made(3, 'SETTLED', false);
    expect(await read()).toMatchObject({ lostInvoices: false });
    const [receipt] = made(1, 'SETTLED', false) as [Buffer];
    await read();
    expect([...told(foreign), ...told([receipt])]).toEqual([0, 0, 0, 1]);
    node.pubkey = first;
    node.invoices.clear();
    for (const [key, invoice] of kept) node.invoices.set(key, invoice);
    others.reports.length = 0;
    const [missed] = made(1, 'SETTLED') as [Buffer];
    await read();
    expect(others.reports.map(({ hash }) => hash)).toEqual([missed.toString('hex')]);
  });

  it('that has lost settled invoices is not read on from indexes that mean others now', async () => {
    await read();
    made(8, 'SETTLED');
    await read();
    node.invoices.clear();
    const others8 = made(2, 'SETTLED');
    expect(await read()).toEqual({ complete: true, lostInvoices: true });
    expect(told(others8)).toEqual([0, 0]);
  });
});

describe('a follower', () => {
  it('books at its connect what came in without a charge while no stream stood', async () => {
    await settlement().follow();
    await until(() => checkpoint()?.known === true, yes);
    await settlement().opened();
    node.away = unavailable();
    node.end('every');
    const [receipt] = made(1, 'SETTLED', false) as [Buffer];
    node.away = undefined;
    await until(
      () => others.told(receipt),
      (states) => states.join() === 'SETTLED',
    );
  });

  it('reads again when the stream has left out an event', async () => {
    await settlement().follow({ ...streamsOnly, sweepIntervalMs: 50 });
    await until(() => checkpoint()?.known === true, yes);
    made(1, 'SETTLED', false);
    node.copies = 0;
    const [swallowed] = made(1, 'SETTLED', false) as [Buffer];
    node.copies = 1;
    made(1, 'SETTLED', false);
    await until(
      () => others.told(swallowed),
      (states) => states.length > 0,
    );
  });

  it('says that its node has lost invoices', async () => {
    others.checkpoints.set(node.pubkey, { known: true, addIndex: '7', settleIndex: '7', lastSettledAddIndex: '7' });
    await settlement().follow({ ...streamsOnly, heightIntervalMs: 20 });
    await until(
      () => others.conditions.get(node.pubkey),
      (unfit) => unfit === 'invoices_lost',
    );
  });
});
