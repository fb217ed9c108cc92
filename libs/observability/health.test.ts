import { describe, expect, it } from '@jest/globals';
import { type HealthCheck, readiness } from './health.js';

const fine: HealthCheck = { name: 'fine', check: async () => undefined };

describe('readiness', () => {
  it('is there when nothing is missing', async () => {
    expect(await readiness([fine, { ...fine, name: 'other' }], 100)).toEqual({ ready: true, missing: [] });
    expect(await readiness([], 100)).toEqual({ ready: true, missing: [] });
  });

  it('names what is missing, what failed without saying why, and what did not answer, all at once', async () => {
    const checks: HealthCheck[] = [
      { name: 'database', check: async () => 'not reachable' },
      fine,
      { name: 'queue', check: async () => Promise.reject(new Error('password of redis')) },
      { name: 'lightning', check: () => new Promise(() => undefined) },
    ];
    expect(await readiness(checks, 50)).toEqual({
      ready: false,
      missing: [
        { name: 'database', reason: 'not reachable' },
        { name: 'queue', reason: 'the check failed' },
        { name: 'lightning', reason: 'did not answer within 50 ms' },
      ],
    });
  });

  it('counts a check that throws before it promises anything as failed', async () => {
    const check: HealthCheck = {
      name: 'eager',
      check: () => {
        throw new Error('at once');
      },
    };
    expect(await readiness([check], 50)).toMatchObject({ ready: false, missing: [{ name: 'eager' }] });
  });
});
