import { describe, expect, it } from '@jest/globals';
import { DueQueue } from './due-queue.js';

describe('the due queue', () => {
  it('gives what is due, earliest first, and nothing before its time', () => {
    const queue = new DueQueue<number>();
    const times = Array.from({ length: 200 }, (_, index) => (index * 7919) % 1009);
    for (const at of times) queue.add(at, at);
    const taken: number[] = [];
    for (let item = queue.take(500); item !== undefined; item = queue.take(500)) taken.push(item);
    expect(taken).toEqual(times.filter((at) => at <= 500).sort((one, other) => one - other));
    for (let item = queue.take(2000); item !== undefined; item = queue.take(2000)) taken.push(item);
    expect(taken).toEqual(times.toSorted((one, other) => one - other));
  });
});
