import { describe, expect, it } from '@jest/globals';
import { type Measured, qualityOf, successRate } from './quality.js';

const nothing: Measured = { weighedTasks: 0, weighedDelivered: 0, buyers: 0, medianMs: undefined };
const measured = (tasks: number, delivered: number, buyers: number, medianMs = 1_000): Measured => ({
  weighedTasks: tasks,
  weighedDelivered: delivered,
  buyers,
  medianMs,
});

describe('the success rate', () => {
  it.each([
    ['nothing is known', nothing, 0.8],
    ['the first task was delivered', measured(1, 1, 1), 5 / 6],
    ['the first task failed', measured(1, 0, 1), 4 / 6],
    ['all of many were delivered', measured(200, 200, 40), 204 / 205],
    ['none of many was', measured(200, 0, 40), 4 / 205],
  ])('when %s', (_, of, rate) => {
    expect(successRate(of)).toBeCloseTo(rate, 10);
  });
});

describe('the quality', () => {
  it('of a new listing is the one that the table of the search begins with', () => {
    expect(qualityOf(nothing)).toBe(177);
  });

  it('orders listings as a buyer would', () => {
    const order: [name: string, of: Measured][] = [
      ['good, for many, fast', measured(200, 198, 50, 500)],
      ['good, for many, slow', measured(200, 198, 50, 60_000)],
      ['good, for few', measured(20, 20, 3, 1_000)],
      ['good, for one', measured(10, 10, 1, 1_000)],
      ['new', nothing],
      ['half of it fails', measured(100, 50, 30, 1_000)],
      ['everything fails', measured(20, 0, 5, 1_000)],
    ];
    const qualities = order.map(([, of]) => qualityOf(of));
    expect(qualities).toEqual([...qualities].sort((a, b) => b - a));
    expect(new Set(qualities).size).toBe(order.length);
  });

  it('gains nothing from more tasks of the same buyer, and never leaves its range', () => {
    expect(qualityOf(measured(10, 10, 1))).toBeLessThan(qualityOf(measured(10, 10, 2)));
    expect(qualityOf(measured(1e6, 0, 0, 86_400_000))).toBe(1);
    expect(qualityOf(measured(1e6, 1e6, 1e6, 0))).toBe(1_000);
  });
});
