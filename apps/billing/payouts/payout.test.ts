import { describe, expect, it } from '@jest/globals';
import { isFinalPayout, nextPayoutState, payoutEvents, payoutStates } from './payout.js';

/** `.` stays, `–` refused, `!` an incident; in brackets what is booked. docs/ledger.md has the same table. */
const table: Record<string, string[]> = {
  //               RESERVED                 SENDING                UNKNOWN                SUCCEEDED  FAILED
  attemptBegun: ['SENDING', '.', '.', '–', '–'],
  lndSucceeded: ['SUCCEEDED (succeeded)!', 'SUCCEEDED (succeeded)', 'SUCCEEDED (succeeded)', '.', '.!'],
  lndFailed: ['–', 'FAILED (failed)', 'FAILED (failed)', '.!', '.'],
  htlcGone: ['–', '.', 'FAILED (failed)', '.!', '.'],
  attemptRefused: ['–', 'FAILED (failed)', '.', '.', '.'],
  outcomeLost: ['–', 'UNKNOWN (unknown)', '.', '.', '.'],
  neverSent: ['FAILED (failed)', 'FAILED (failed)', 'FAILED (failed)', '.!', '.'],
  chargeFunded: ['SUCCEEDED (transferred)', '–', '–', '.', '.!'],
  chargeGone: ['FAILED (failed)', '–', '–', '.!', '.'],
};

const cells = payoutEvents.flatMap((event) =>
  payoutStates.map((state, column) => ({ event, state, wanted: table[event]?.[column] })),
);

describe('a payout', () => {
  it.each(cells)('in $state that meets $event: $wanted', ({ event, state, wanted }) => {
    const step = nextPayoutState(state, event);
    if (step === 'refused') return expect('–').toBe(wanted);
    const to = step.to === state ? '.' : step.to;
    const booking = step.booking === undefined ? '' : ` (${step.booking})`;
    expect(`${to}${booking}${step.incident ? '!' : ''}`).toBe(wanted);
  });

  it('never leaves a final state, and books whatever changes whose money it is', () => {
    for (const { event, state } of cells) {
      const step = nextPayoutState(state, event);
      if (step === 'refused') continue;
      if (isFinalPayout(state)) expect([step.to, step.booking]).toEqual([state, undefined]);
      if (step.to !== state && step.to !== 'SENDING') expect(step.booking).toBeDefined();
    }
  });
});
