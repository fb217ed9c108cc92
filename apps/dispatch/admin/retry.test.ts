import { describe, expect, it } from '@jest/globals';
import { taskStates } from '../task.js';
import { type RetriedTask, retryStep } from './retry.js';

const now = new Date('2026-03-01T12:00:00Z');
const past = new Date(now.getTime() - 1);
const future = new Date(now.getTime() + 60_000);

const queued: RetriedTask = {
  state: 'QUEUED',
  delivery: 'push',
  expiresAt: future,
  offerAt: future,
  deadlineAt: future,
  outputStoredAt: null,
  chargeClosedAt: null,
  forgottenAt: null,
  openAttempt: null,
  answerUntil: null,
  answerToGive: false,
  attempts: 0,
  leaseUntil: null,
  nextStepAt: future,
};
const running: RetriedTask = { ...queued, state: 'RUNNING', attempts: 2, openAttempt: 'running' };
const claimed: RetriedTask = { ...running, delivery: 'pull', leaseUntil: future };
const over = { openAttempt: null, chargeClosedAt: past } as const;

describe('trying a task again', () => {
  it.each<[string, RetriedTask, number | undefined, string]>([
    ['an unpaid one', { ...queued, state: 'AWAITING_PAYMENT' }, undefined, 'unpaid'],
    ['a queued one', queued, undefined, 'offer'],
    ['a queued one, naming the attempt that has failed', { ...queued, attempts: 1 }, 1, 'offer'],
    ['a queued one past its deadline', { ...queued, deadlineAt: now }, undefined, 'expire'],
    ['one on which somebody works', running, undefined, 'nothing'],
    ['one on which somebody works, naming an attempt before', running, 1, 'nothing'],
    ['one on which somebody works, naming its attempt', running, 2, 'loseAttempt'],
    ['one whose caller is gone', { ...running, nextStepAt: now }, undefined, 'loseAttempt'],
    [
      'one whose seller calls back later',
      { ...running, openAttempt: 'waiting', nextStepAt: past },
      undefined,
      'nothing',
    ],
    ['one whose seller calls back later, by name', { ...running, openAttempt: 'waiting' }, 2, 'loseAttempt'],
    [
      'one whose seller waits to be given an answer',
      { ...running, answerToGive: true, nextStepAt: past },
      undefined,
      'nothing',
    ],
    ['a claimed one', claimed, undefined, 'nothing'],
    [
      'a claimed one whose next step is due but whose lease stands',
      { ...claimed, nextStepAt: past },
      undefined,
      'nothing',
    ],
    ['a claimed one whose lease is lost', { ...claimed, leaseUntil: now }, undefined, 'loseAttempt'],
    ['one that waits for its buyer', { ...claimed, state: 'INPUT_REQUIRED', leaseUntil: past }, undefined, 'nothing'],
    ['one that waits for its buyer, by name', { ...claimed, state: 'INPUT_REQUIRED' }, 2, 'loseAttempt'],
    ['the last attempt', { ...running, attempts: 5 }, 5, 'exhausted'],
    [
      'one that has no time for another attempt',
      { ...running, deadlineAt: new Date(now.getTime() + 50) },
      2,
      'exhausted',
    ],
    ['a running one past its deadline', { ...running, deadlineAt: past }, 2, 'expire'],
    ['one whose output is there', { ...running, openAttempt: null, outputStoredAt: past }, 2, 'finish'],
    [
      'one whose output is there, past its deadline',
      { ...running, openAttempt: null, outputStoredAt: past, deadlineAt: past },
      undefined,
      'expire',
    ],
    [
      'a failed one whose money is still with us',
      { ...running, state: 'FAILED', openAttempt: null },
      undefined,
      'closeCharge',
    ],
  ])('%s', (_, task, attempt, step) => {
    expect(retryStep(task, attempt, now)).toBe(step);
  });

  it.each(taskStates.filter((state) => ['DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED'].includes(state)))(
    'is not possible once it is %s and its money has moved',
    (state) => {
      expect(retryStep({ ...running, ...over, state }, 2, now)).toBe('over');
    },
  );
});
