import { describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel/errors';
import { Gather, type GatherLimits } from './gather.js';

interface Item {
  readonly taskUuid: string;
  readonly weight?: number;
}

/** A gather whose statements end when the test says so; the batches that were sent, as the names of their tasks. */
function gathering({ limits, fails = () => undefined }: { limits?: GatherLimits; fails?: (names: string) => unknown }) {
  const sent: string[] = [];
  const ends: (() => void)[] = [];
  const gather = new Gather<Item, string>(
    async (items) => {
      const names = items.map(({ taskUuid }) => taskUuid).join(' ');
      sent.push(names);
      await new Promise<void>((resolve) => ends.push(resolve));
      const failure = fails(names);
      if (failure !== undefined) throw failure;
      return items.map(({ taskUuid }) => `done ${taskUuid}`);
    },
    limits,
    ({ weight = 0 }) => weight,
  );
  return {
    sent,
    step: (taskUuid: string, weight?: number) => gather.do({ taskUuid, ...(weight === undefined ? {} : { weight }) }),
    /** Ends the oldest statement, and lets what follows begin. */
    async end() {
      ends.shift()?.();
      await new Promise(setImmediate);
    },
    idle: () => ends.length === 0,
  };
}

describe('steps that are gathered', () => {
  it('go together when they come in the same turn, and answer each for itself', async () => {
    const { sent, step, end } = gathering({});
    const all = [step('a'), step('b'), step('c')];
    await end();
    await end();
    expect(await Promise.all(all)).toEqual(['done a', 'done b', 'done c']);
    expect(sent).toEqual(['a b c']);
  });

  it('wait only while two statements are under way', async () => {
    const { sent, step, end } = gathering({});
    const all: Promise<string>[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      all.push(step(name));
      await new Promise(setImmediate);
    }
    expect(sent).toEqual(['a', 'b']);
    await end();
    expect(sent).toEqual(['a', 'b', 'c d']);
    await end();
    await end();
    expect(await Promise.all(all)).toHaveLength(4);
  });

  it('have each task once, so that no statement moves a row twice', async () => {
    const { sent, step, end } = gathering({});
    const all = [step('a'), step('a'), step('b')];
    for (let n = 0; n < 3; n += 1) await end();
    expect(await Promise.all(all)).toEqual(['done a', 'done a', 'done b']);
    expect(sent).toEqual(['a b', 'a']);
  });

  it('are bounded in number and weight, and what is heavier than all goes alone', async () => {
    const { sent, step, end, idle } = gathering({ limits: { items: 2, weight: 10 } });
    const all = [step('a', 6), step('b', 6), step('c', 1), step('d', 1), step('e', 50)];
    do await end();
    while (!idle());
    expect(await Promise.all(all)).toHaveLength(5);
    expect(sent).toEqual(['a c', 'b d', 'e']);
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
