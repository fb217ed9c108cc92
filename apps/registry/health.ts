/** What the last calls of a listing's seller say about it, and what follows from them. Pure. */
import { type ListingAction, type ListingState, nextListingState } from './listing.js';

/** So many failures in a row, and the listing takes no new tasks. */
const failuresToSuspend = 3;
/** Calls that are looked at: three tasks with five attempts each, and some room. */
export const callsRemembered = 20;

const minuteMs = 60_000;
const longestWaitMs = 60 * minuteMs;
/** About a day of probes; then only the seller resumes it. */
const mostProbes = 30;

/** How long after its suspension, or its last probe, a listing is looked at again; undefined for no more. */
export function probeDelayMs(step: number, deliveryMode: string): number | undefined {
  // A worker that claims is there: the first time that is enough, and only one that goes on failing has to wait.
  if (deliveryMode === 'pull') return step === 0 ? 0 : waitMs(step - 1);
  return step < mostProbes ? waitMs(step) : undefined;
}

function waitMs(doublings: number): number {
  return Math.min(longestWaitMs, minuteMs * 2 ** Math.min(doublings, 10));
}

export interface ListingHealth {
  readonly state: ListingState;
  readonly deliveryMode: string;
  readonly probeStep: number;
  readonly probeAt: Date | null;
}

/** Counted over the calls since the listing was last resumed. */
export interface Calls {
  /** Since the last good one. */
  readonly failures: number;
  /** Whether there was a good one. */
  readonly answered: boolean;
}

/** What becomes of a listing when its calls have been counted anew. */
export function assess(before: ListingHealth, { failures, answered }: Calls, now: Date): ListingHealth {
  const probeStep = answered && failures === 0 ? 0 : before.probeStep;
  const action = dueAction(failures, answered);
  const state = action && nextListingState(before.state, action);
  if (state === undefined) return { ...before, probeStep };
  if (action === 'recover') return { ...before, state, probeStep, probeAt: null };
  return { ...before, ...afterStep(probeStep, before.deliveryMode, now), state };
}

/** A good call may be told later than the failures after it, so it need not be the last one. */
function dueAction(failures: number, answered: boolean): ListingAction | undefined {
  if (failures >= failuresToSuspend) return 'suspend';
  return answered ? 'recover' : undefined;
}

/** The next look at a suspended listing, after one more suspension or failed probe. */
export function afterStep(step: number, deliveryMode: string, now: Date): { probeStep: number; probeAt: Date | null } {
  const delayMs = probeDelayMs(step, deliveryMode);
  return { probeStep: step + 1, probeAt: delayMs === undefined ? null : new Date(now.getTime() + delayMs) };
}

/** As buyers and the seller see it. */
export function shownHealth(listing: {
  readonly state: ListingState;
  readonly failures: number;
  readonly failure: string;
  readonly probeAt: Date | null;
}): { state: 'ok' | 'failing' | 'paused'; reason: string } {
  const { state, failures, failure, probeAt } = listing;
  if (state !== 'suspended') return { state: failures > 0 ? 'failing' : 'ok', reason: failure };
  const givenUp = probeAt === null ? '; it is not probed any more, its seller has to resume it' : '';
  return { state: 'paused', reason: `${failures} calls in a row have failed, last: ${failure}${givenUp}` };
}
