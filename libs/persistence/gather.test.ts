import { describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel/errors';
import { Gather, Turn } from './gather.js';

interface Item {
  readonly name: string;
  readonly weight: number;
}

/** A gather whose statements end when the test says so; the batches that were sent, as the names of their items. */
function gathering({
  fails = () => undefined,
  turn = new Turn(),
}: {
  fails?: (names: string) => unknown;
  turn?: Turn;
} = {}) {
  const sent: string[] = [];
  const ends: (() => void)[] = [];
  const gather = new Gather<Item, string>({
    turn,
    async run(items) {
      const names = items.map(({ name }) => name).join(' ');
      sent.push(names);
      await new Promise<void>((resolve) => ends.push(resolve));
      const failure = fails(names);
      if (failure !== undefined) throw failure;
      return items.map(({ name }) => `done ${name}`);
    },
    keyOf: ({ name }) => name,
    maxWeight: 10,
    weightOf: ({ weight }) => weight,
  });
  return {
    sent,
    step: (name: string, weight = 0) => gather.do({ name, weight }),
    /** Ends the oldest statement, and lets what follows begin. */
    async end() {
      ends.shift()?.();
      await new Promise(setImmediate);
    },
    idle: () => ends.length === 0,
  };
}

describe('callers that are gathered', () => {
  it('go together when they come in the same turn, and answer each for itself', async () => {
    const { sent, step, end } = gathering();
    const all = [step('a'), step('b'), step('c')];
    await end();
    await end();
    expect(await Promise.all(all)).toEqual(['done a', 'done b', 'done c']);
    expect(sent).toEqual(['a b c']);
  });

  it('wait only while a statement is under way', async () => {
    const { sent, step, end } = gathering();
    const all: Promise<string>[] = [];
    for (const name of ['a', 'b', 'c']) {
      all.push(step(name));
      await new Promise(setImmediate);
    }
    expect(sent).toEqual(['a']);
    await end();
    expect(sent).toEqual(['a', 'b c']);
    await end();
    expect(await Promise.all(all)).toHaveLength(3);
  });

  it('take turns with those of another gather that shares theirs, and grow while they wait', async () => {
    const turn = new Turn();
    const one = gathering({ turn });
    const other = gathering({ turn });
    const all = [one.step('a')];
    await new Promise(setImmediate);
    all.push(other.step('b'));
    await new Promise(setImmediate);
    all.push(other.step('c'), one.step('d'));
    await new Promise(setImmediate);
    expect([one.sent, other.sent]).toEqual([['a'], []]);
    await one.end();
    expect([one.sent, other.sent]).toEqual([['a'], ['b c']]);
    await other.end();
    expect([one.sent, other.sent]).toEqual([['a', 'd'], ['b c']]);
    await one.end();
    expect(await Promise.all(all)).toEqual(['done a', 'done b', 'done c', 'done d']);
  });

  it('have each row once in a statement', async () => {
    const { sent, step, end } = gathering();
    const all = [step('a'), step('a'), step('b')];
    for (let n = 0; n < 3; n += 1) await end();
    expect(await Promise.all(all)).toEqual(['done a', 'done a', 'done b']);
    expect(sent).toEqual(['a b', 'a']);
  });

  it('are bounded in weight, and who is heavier than that goes alone', async () => {
    const { sent, step, end, idle } = gathering();
    const all = [step('a', 6), step('b', 6), step('c', 1), step('d', 1), step('e', 50)];
    do await end();
    while (!idle());
    expect(await Promise.all(all)).toHaveLength(5);
    expect(sent).toEqual(['a c d', 'b', 'e']);
  });

  it('are bounded in number', async () => {
    const { sent, step, end, idle } = gathering();
    const all = Array.from({ length: 200 }, (_, n) => step(`${n}`));
    do await end();
    while (!idle());
    expect(await Promise.all(all)).toHaveLength(200);
    expect(sent.map((names) => names.split(' ').length)).toEqual([128, 72]);
  });

  it('are tried one by one when the database cannot digest one of them', async () => {
    const broken = new Error('no such thing');
    const { sent, step, end, idle } = gathering({ fails: (names) => (names.includes('b') ? broken : undefined) });
    const all = Promise.allSettled([step('a'), step('b'), step('c')]);
    do await end();
    while (!idle());
    expect(await all).toEqual([
      { status: 'fulfilled', value: 'done a' },
      { status: 'rejected', reason: broken },
      { status: 'fulfilled', value: 'done c' },
    ]);
    expect(sent).toEqual(['a b c', 'a', 'b', 'c']);
  });

  it('all fail when the database is away', async () => {
    const away = new AppError('unavailable', 'the database is not reachable');
    const { sent, step, end, idle } = gathering({ fails: () => away });
    const all = Promise.allSettled([step('a'), step('b')]);
    do await end();
    while (!idle());
    expect((await all).map((one) => (one.status === 'rejected' ? one.reason : undefined))).toEqual([away, away]);
    expect(sent).toEqual(['a b']);
  });
});
