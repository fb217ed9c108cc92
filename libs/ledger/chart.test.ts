import { describe, expect, it } from '@jest/globals';
import { chart, codes } from './chart.js';

describe('the chart of accounts', () => {
  it('names every code once, in ascending order', () => {
    const listed = chart.map(({ code }) => code);
    expect(listed).toEqual([...new Set(listed)].sort((a, b) => a - b));
    expect(new Set(chart.map(({ name }) => name)).size).toBe(chart.length);
  });

  it('puts assets and expenses on the debit side and what is owed or earned on the credit side', () => {
    for (const { code, side } of chart.filter(({ code }) => code < 9000)) {
      expect([code, side]).toEqual([code, [1, 5].includes(Math.floor(code / 1000)) ? 'D' : 'C']);
    }
  });

  it('limits everything that belongs to bots or backs what is owed to them', () => {
    for (const line of chart.filter(({ per, code }) => per === 'account' || (code < 3000 && code !== 1190))) {
      expect([line.code, line.limited]).toEqual([line.code, true]);
    }
  });

  it('has every account that a recipe names in use, and no other', () => {
    const used = chart.filter(({ inUse }) => inUse).map(({ code }) => code);
    expect(used).toEqual(Object.values(codes).sort((a, b) => a - b));
  });
});
