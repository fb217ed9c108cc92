import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isFinal, taskStates } from '../task.js';
import {
  endpointKey,
  eventType,
  lookAgainMs,
  mayTell,
  nextTryMs,
  outcomeOf,
  retryDelaysMs,
  tellsOfMoney,
  toldStates,
  webhookId,
} from './webhook.js';

describe('what is told', () => {
  it('is every final state of a task, and that its buyer is asked', () => {
    expect([...toldStates].sort()).toEqual(['INPUT_REQUIRED', ...taskStates.filter(isFinal)].sort());
    expect(toldStates.map(eventType)).toContain('task.delivered');
  });

  it('has one id for all its tries', () => {
    expect(webhookId('tsk_1', 4)).toBe('tsk_1-4');
  });

  it('is counted by client and URL together', () => {
    const [one, other] = [randomBytes(32), randomBytes(32)];
    const keys = [
      endpointKey(one, 'https://a.com/'),
      endpointKey(other, 'https://a.com/'),
      endpointKey(one, 'https://b.com/'),
    ];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(3);
    expect(endpointKey(one, 'https://a.com/')).toEqual(keys[0]);
  });
});

describe('tries', () => {
  it('are eleven, and take about a day', () => {
    const delays = retryDelaysMs.map((_, index) => nextTryMs(index + 1, 0.5) ?? 0);
    expect(delays).toEqual(retryDelaysMs);
    expect(nextTryMs(11, 0.5)).toBeUndefined();
    const hours = delays.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(24);
    expect(delays.every((ms, index) => index === 0 || ms >= (delays[index - 1] ?? 0))).toBe(true);
  });

  it('are spread by a tenth both ways', () => {
    expect([nextTryMs(1, 0), nextTryMs(1, 1)]).toEqual([4_500, 5_500]);
  });

  it.each([
    [200, 'arrived'],
    [204, 'arrived'],
    [299, 'arrived'],
    [199, 'failed'],
    [400, 'failed'],
    [404, 'failed'],
    [410, 'gone'],
    [500, 'failed'],
    [503, 'failed'],
  ])('that are answered %i have %s', (httpStatus, outcome) => {
    expect(outcomeOf(httpStatus)).toBe(outcome);
  });
});

describe('an event and the money', () => {
  it.each([
    // A delivery carries the output, so its money must be taken for good.
    ['DELIVERED', 'hold', 'SETTLED', 'tell'],
    ['DELIVERED', 'hold', 'SETTLING', 'wait'],
    ['DELIVERED', 'hold', 'HELD', 'wait'],
    ['DELIVERED', 'hold', 'LOST', 'withhold'],
    ['DELIVERED', 'hold', 'CANCELED', 'withhold'],
    ['DELIVERED', 'hold', 'OPEN', 'withhold'],
    ['DELIVERED', 'invoice', 'SETTLED', 'tell'],
    ['DELIVERED', 'invoice', 'PARTLY_REFUNDED', 'tell'],
    ['DELIVERED', 'invoice', 'REFUND_DUE', 'withhold'],
    ['FAILED', 'invoice', 'REFUND_DUE', 'tell'],
    ['FAILED', 'invoice', 'HELD', 'wait'],
    ['CANCELED', 'invoice', 'HELD', 'wait'],
    ['FAILED', 'hold', 'HELD', 'tell'],
    ['EXPIRED', 'hold', 'CANCELING', 'tell'],
  ] as const)('%s of a task by %s whose charge is %s: %s', (state, funding, chargeState, verdict) => {
    expect(mayTell(state, funding, chargeState, 0)).toBe(verdict);
  });

  it('waits for a refund, but not for ever, and for the money of a delivery as long as it takes', () => {
    expect(mayTell('FAILED', 'invoice', 'HELD', 9_999)).toBe('wait');
    expect(mayTell('FAILED', 'invoice', 'HELD', 10_000)).toBe('tell');
    expect(mayTell('DELIVERED', 'hold', 'SETTLING', 86_400_000)).toBe('wait');
    expect([0, 1_000, 10_000, 3_600_000].map(lookAgainMs)).toEqual([100, 500, 5_000, 60_000]);
  });

  it('asks billing only where the message says something of it', () => {
    expect(tellsOfMoney('DELIVERED', 'hold')).toBe(true);
    expect(tellsOfMoney('FAILED', 'invoice')).toBe(true);
    expect(tellsOfMoney('FAILED', 'hold')).toBe(false);
    expect(tellsOfMoney('INPUT_REQUIRED', 'invoice')).toBe(false);
  });
});
