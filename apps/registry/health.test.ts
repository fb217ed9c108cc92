import { describe, expect, it } from '@jest/globals';
import { assess, type Calls, type ListingHealth, probeDelayMs, shownHealth } from './health.js';
import { type ListingState, listingStates } from './listing.js';

const now = new Date('2026-05-04T12:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

function listing(state: ListingState, change: Partial<ListingHealth> = {}): ListingHealth {
  return { state, deliveryMode: 'push', probeStep: 0, probeAt: null, ...change };
}

describe('the calls of a listing', () => {
  const after: Record<string, Calls> = {
    'no call': { failures: 0, answered: false },
    'two failures': { failures: 2, answered: false },
    'three failures': { failures: 3, answered: false },
    'two failures after a good one': { failures: 2, answered: true },
    'seven failures after a good one': { failures: 7, answered: true },
    'a good one last': { failures: 0, answered: true },
  };
  const moves: Partial<Record<ListingState, Record<string, ListingState>>> = {
    published: { 'three failures': 'suspended', 'seven failures after a good one': 'suspended' },
    suspended: {
      'two failures after a good one': 'published',
      'a good one last': 'published',
    },
  };
  for (const state of listingStates) {
    for (const [name, calls] of Object.entries(after)) {
      const to = moves[state]?.[name];
      it(`${name}: what is ${state} ${to ? `is ${to}` : 'stays so'}`, () => {
        const probeAt = state === 'suspended' ? minutes(1) : null;
        const next = assess(listing(state, { probeAt }), calls, now);
        expect(next.state).toBe(to ?? state);
        expect(next.probeAt).toEqual(next.state !== 'suspended' ? null : minutes(1));
      });
    }
  }

  it('make the wait longer with each suspension, until something is delivered', () => {
    const failing = after['three failures'] as Calls;
    const first = assess(listing('published'), failing, now);
    expect(first).toMatchObject({ state: 'suspended', probeStep: 1, probeAt: minutes(1) });
    const second = assess({ ...first, state: 'published', probeAt: null }, failing, now);
    expect(second).toMatchObject({ state: 'suspended', probeStep: 2, probeAt: minutes(2) });
    expect(assess(second, after['a good one last'] as Calls, now)).toMatchObject({ state: 'published', probeStep: 0 });
  });
});

describe('the wait for the next probe', () => {
  it('doubles from one minute to an hour, and ends after a day', () => {
    const waits = Array.from({ length: 31 }, (_, step) => probeDelayMs(step, 'push'));
    expect(waits.slice(0, 8).map((ms) => (ms ?? 0) / 60_000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(waits.at(-1)).toBeUndefined();
    const sum = waits.reduce<number>((total, ms) => total + (ms ?? 0), 0);
    expect(sum / 3_600_000).toBeCloseTo(25, 0);
  });

  it('is none for the first claim of a seller that pulls, and never ends for one that goes on failing', () => {
    const waits = [0, 1, 2, 3, 4, 100, 10_000].map((step) => (probeDelayMs(step, 'pull') ?? -1) / 60_000);
    expect(waits).toEqual([0, 1, 2, 4, 8, 60, 60]);
  });
});

describe('the health that is shown', () => {
  const base = { failures: 0, failure: '', probeAt: null };
  it.each([
    ['ok', { ...base, state: 'published' as const }, ''],
    ['ok', { ...base, state: 'paused' as const }, ''],
    ['failing', { ...base, state: 'published' as const, failures: 2, failure: 'no answer' }, 'no answer'],
    [
      'paused',
      { state: 'suspended' as const, failures: 3, failure: 'no answer', probeAt: now },
      '3 calls in a row have failed, last: no answer',
    ],
    [
      'paused',
      { state: 'suspended' as const, failures: 3, failure: 'no answer', probeAt: null },
      '3 calls in a row have failed, last: no answer; it is not probed any more, its seller has to resume it',
    ],
  ])('%s', (state, row, reason) => {
    expect(shownHealth(row)).toEqual({ state, reason });
  });
});
