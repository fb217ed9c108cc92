import { describe, expect, it } from '@jest/globals';
import {
  canStillBeDone,
  dueStep,
  giveAgainAt,
  isFinal,
  nextState,
  retryAt,
  sourcesOf,
  type TaskProgress,
  type TaskState,
  type TaskTransition,
  targetOf,
  taskStates,
  taskTransitions,
} from './task.js';

/** The whole machine, written a second time by hand: what is not here is illegal. */
const legal: Record<TaskState, Partial<Record<TaskTransition, TaskState>>> = {
  AWAITING_PAYMENT: { fund: 'QUEUED', expire: 'EXPIRED' },
  QUEUED: { hurry: 'QUEUED', start: 'RUNNING', fail: 'FAILED', expire: 'EXPIRED', cancel: 'CANCELED' },
  RUNNING: {
    ask: 'INPUT_REQUIRED',
    requeue: 'QUEUED',
    deliver: 'DELIVERED',
    fail: 'FAILED',
    refuse: 'REJECTED',
    expire: 'EXPIRED',
    cancel: 'CANCELED',
  },
  INPUT_REQUIRED: {
    answer: 'RUNNING',
    requeue: 'QUEUED',
    fail: 'FAILED',
    refuse: 'REJECTED',
    expire: 'EXPIRED',
    cancel: 'CANCELED',
  },
  DELIVERED: {},
  FAILED: {},
  EXPIRED: {},
  CANCELED: {},
  REJECTED: {},
};

describe('the task machine', () => {
  for (const state of taskStates) {
    for (const transition of taskTransitions) {
      const target = legal[state][transition];
      it(`${state} ${target === undefined ? `refuses ${transition}` : `goes to ${target} by ${transition}`}`, () => {
        expect(nextState(state, transition)).toBe(target);
        expect(sourcesOf(transition).includes(state)).toBe(target !== undefined);
        if (target !== undefined) expect(targetOf(transition)).toBe(target);
      });
    }
  }

  it('has five final states, and every other state can reach one of them', () => {
    expect(taskStates.filter(isFinal)).toEqual(['DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED']);
    for (const state of taskStates.filter((candidate) => !isFinal(candidate))) {
      expect(nextState(state, 'expire')).toBe('EXPIRED');
    }
  });
});

describe('the due step of a task', () => {
  const now = new Date('2030-01-01T00:00:00Z');
  const past = new Date(now.getTime() - 1);
  const future = new Date(now.getTime() + 1);
  const task = (fields: Partial<TaskProgress>): TaskProgress => ({
    state: 'QUEUED',
    delivery: 'push',
    expiresAt: past,
    offerAt: past,
    deadlineAt: future,
    outputStoredAt: null,
    chargeClosedAt: null,
    forgottenAt: null,
    openAttempt: null,
    answerUntil: null,
    answerToGive: false,
    ...fields,
  });

  it.each([
    ['an unpaid task whose invoice has ended', task({ state: 'AWAITING_PAYMENT', deadlineAt: null }), 'forgetUnpaid'],
    ['an unpaid task that may yet be paid', task({ state: 'AWAITING_PAYMENT', expiresAt: future }), 'none'],
    ['a queued task', task({}), 'offer'],
    ['a queued task that waits for its retry', task({ offerAt: future }), 'none'],
    ['a queued task that is claimed', task({ delivery: 'pull' }), 'none'],
    ['a claimed task past its deadline', task({ delivery: 'pull', deadlineAt: now }), 'expire'],
    [
      'a claimed task whose lease has run out',
      task({ delivery: 'pull', state: 'RUNNING', openAttempt: 'running' }),
      'loseAttempt',
    ],
    ['a queued task past its deadline', task({ deadlineAt: now }), 'expire'],
    ['a running task whose caller is gone', task({ state: 'RUNNING', openAttempt: 'running' }), 'loseAttempt'],
    ['a running task that waits for a callback', task({ state: 'RUNNING', openAttempt: 'waiting' }), 'none'],
    ['a running task with its output', task({ state: 'RUNNING', outputStoredAt: past }), 'finish'],
    [
      'a running task with its output past its deadline',
      task({ state: 'RUNNING', outputStoredAt: past, deadlineAt: past }),
      'expire',
    ],
    [
      'a task whose buyer may still answer, though the lease of its worker rests',
      task({ state: 'INPUT_REQUIRED', delivery: 'pull', openAttempt: 'running', answerUntil: future }),
      'none',
    ],
    [
      'a task whose buyer has not answered in time',
      task({ state: 'INPUT_REQUIRED', openAttempt: 'waiting', answerUntil: now }),
      'failUnanswered',
    ],
    [
      'a task whose buyer has not answered by the deadline',
      task({ state: 'INPUT_REQUIRED', openAttempt: 'waiting', answerUntil: now, deadlineAt: now }),
      'expire',
    ],
    [
      'a running task whose answer was not brought to its seller',
      task({ state: 'RUNNING', openAttempt: 'waiting', answerToGive: true }),
      'giveAnswer',
    ],
    [
      'a running task with its output, whose answer nobody said was taken',
      task({ state: 'RUNNING', outputStoredAt: past, answerToGive: true }),
      'finish',
    ],
    ['a failed task whose charge is open', task({ state: 'FAILED' }), 'closeCharge'],
    ['a failed task whose charge is closed', task({ state: 'FAILED', chargeClosedAt: past }), 'forgetResult'],
    ['a delivered task', task({ state: 'DELIVERED', chargeClosedAt: past, outputStoredAt: past }), 'forgetResult'],
    [
      'a delivered task that was forgotten',
      task({ state: 'DELIVERED', chargeClosedAt: past, forgottenAt: past }),
      'none',
    ],
  ])('%s', (_, progress, step) => {
    expect(dueStep(progress, now)).toBe(step);
  });
});

describe('retries', () => {
  const now = new Date('2030-01-01T00:00:00Z');
  const late = new Date(now.getTime() + 60_000);
  const delayMs = (attempts: number, deadlineAt = late) => {
    const at = retryAt(attempts, now, deadlineAt);
    return at === undefined ? undefined : at.getTime() - now.getTime();
  };

  it('wait longer each time and end after five attempts', () => {
    expect([1, 2, 3, 4, 5].map((attempts) => delayMs(attempts))).toEqual([250, 1_000, 4_000, 4_000, undefined]);
  });

  it('do not start when the deadline would come first', () => {
    expect(delayMs(2, new Date(now.getTime() + 1_099))).toBeUndefined();
    expect(delayMs(2, new Date(now.getTime() + 1_100))).toBe(1_000);
  });
});

describe('an answer that the seller did not take', () => {
  const now = new Date('2030-01-01T00:00:00Z');

  it('is brought again with growing pauses, five times in all', () => {
    const delays = [1, 2, 3, 4, 5]
      .map((tries) => giveAgainAt(tries, now))
      .map((at) => at && at.getTime() - now.getTime());
    expect(delays).toEqual([250, 1_000, 4_000, 4_000, undefined]);
  });
});

describe('a task that is funded', () => {
  const now = new Date('2030-01-01T00:00:00Z');

  it('is tried when the listing gets its time, but for two seconds', () => {
    expect(canStillBeDone(now, 20_000, new Date(now.getTime() + 18_000))).toBe(true);
    expect(canStillBeDone(now, 20_000, new Date(now.getTime() + 17_999))).toBe(false);
  });
});
