import { describe, expect, it } from '@jest/globals';
import { ChallengeLimiter, RecentKeys, TokenBuckets } from './rate-limit.js';

function ticking() {
  let nowMs = 0;
  return { ticks: () => nowMs, pass: (ms: number) => (nowMs += ms) };
}

describe('token buckets', () => {
  it('let the burst through, then as many per second as they say', () => {
    const { ticks, pass } = ticking();
    const buckets = new TokenBuckets({ burst: 3, perSecond: 2 }, ticks);
    expect([1, 2, 3].map(() => buckets.take('a'))).toEqual([0, 0, 0]);
    expect(buckets.take('a')).toBe(500);
    pass(499);
    expect(buckets.take('a')).toBeCloseTo(1);
    pass(2);
    expect(buckets.take('a')).toBe(0);
    pass(60_000);
    expect([1, 2, 3, 4].map(() => buckets.take('a') > 0)).toEqual([false, false, false, true]);
  });

  it('are one for each key, and never more than the cap', () => {
    const { ticks } = ticking();
    const buckets = new TokenBuckets({ burst: 1, perSecond: 1 }, ticks, 100);
    for (let n = 0; n < 1_000; n++) expect(buckets.take(`key ${n}`)).toBe(0);
    expect(buckets.size).toBe(100);
    expect(buckets.take('key 999')).toBeGreaterThan(0);
  });
});

describe('recent keys', () => {
  it('are forgotten after their time and beyond the cap', () => {
    const { ticks, pass } = ticking();
    const keys = new RecentKeys(1_000, ticks, 2);
    keys.add('a');
    expect(keys.has('a')).toBe(true);
    pass(1_000);
    expect(keys.has('a')).toBe(false);
    for (const key of ['b', 'c', 'd']) keys.add(key);
    expect(['b', 'c', 'd'].map((key) => keys.has(key))).toEqual([false, true, true]);
  });
});

describe('the limiter of challenges', () => {
  it('never refuses one who polls once a second for what it was offered', () => {
    const { ticks, pass } = ticking();
    const limiter = new ChallengeLimiter(
      { requests: { burst: 5, perSecond: 2 }, challenges: { burst: 1, perSecond: 0.01 } },
      ticks,
    );
    const key = Buffer.from('same order');
    for (let second = 0; second < 600; second++) {
      limiter.countRequest('203.0.113.9');
      limiter.countChallenge('203.0.113.9', key);
      limiter.offer(key);
      pass(1_000);
    }
    expect(() => {
      for (let n = 0; n < 8; n++) limiter.countChallenge('203.0.113.9', Buffer.from(`order ${n}`));
    }).toThrow(expect.objectContaining({ code: 'too_many_requests', retryAfterSeconds: expect.any(Number) }));
  });
});
