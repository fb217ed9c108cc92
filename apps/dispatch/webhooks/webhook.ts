/**
 * What a buyer's webhook is told, how often it is tried, and when its endpoint is given up: pure. Of a task with a webhook each
 * change to one of `toldStates` becomes a delivery.
 *
 *     pending → delivered | failed | superseded | withheld        pending ⇄ paused
 *     any other state → pending, by a replay
 */
import { createHash } from 'node:crypto';
import { isFinal, type TaskState } from '../task.js';

/** The changes after which the buyer may have something to do. */
export const toldStates = [
  'INPUT_REQUIRED',
  'DELIVERED',
  'FAILED',
  'EXPIRED',
  'CANCELED',
  'REJECTED',
] as const satisfies readonly TaskState[];

/**
 * pending: it is sent when its time comes; delivered: answered with 2xx; failed: given up after its last try; paused: waits until
 * its endpoint is enabled; superseded: a later event of the task took its place before it arrived; withheld: the money that
 * it tells of was not taken.
 */
export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'paused' | 'superseded' | 'withheld';

export function eventType(state: TaskState): string {
  return `task.${state.toLowerCase()}`;
}

/** The same at every try and replay: what a receiver knows a repetition by. */
export function webhookId(taskId: string, n: number): string {
  return `${taskId}-${n}`;
}

/**
 * Failures are counted by client and URL. By the URL alone, anyone could have a stranger's webhook disabled, by buying tasks
 * whose signatures that receiver refuses.
 */
export function endpointKey(clientKey: Buffer, url: string): Buffer {
  return createHash('sha256').update('botbazaar/webhook-endpoint/1\0').update(clientKey).update(url).digest();
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** After the first failure, the second, and so on: eleven tries within a day. */
export const retryDelaysMs: readonly number[] = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  8 * hour,
];
/** By so much a delay is longer or shorter, so that what failed together does not come back together. */
const jitter = 0.1;

/** An endpoint that failed so often in a row is not called any more. */
export const maxFailuresInRow = 20;
/** How often a buyer may have one event sent again. */
export const maxReplays = 10;

/** What came of a call: `gone` is an endpoint that asks not to be called again. */
export type CallOutcome = 'arrived' | 'failed' | 'gone';

export function outcomeOf(httpStatus: number): CallOutcome {
  if (httpStatus >= 200 && httpStatus <= 299) return 'arrived';
  return httpStatus === 410 ? 'gone' : 'failed';
}

/**
 * When a delivery is tried again whose try number `tries` has failed; undefined where that was the last one. `random` is
 * from 0 to 1.
 */
export function nextTryMs(tries: number, random: number, delaysMs = retryDelaysMs): number | undefined {
  const delayMs = delaysMs[tries - 1];
  return delayMs === undefined ? undefined : Math.round(delayMs * (1 - jitter + 2 * jitter * random));
}

const taken: ReadonlySet<string> = new Set(['SETTLED', 'PARTLY_REFUNDED', 'REFUNDED']);
/** So long what is owed back may take to be booked, before the buyer is told that it is about to be. */
const refundPatienceMs = 10_000;

/**
 * Whether an event may be told while its charge is in that state. A delivery is told with its output, so only after the money
 * was taken: of a hold that LND still settles, the preimage alone opens the output. A failure of work that was paid at once
 * waits a moment, so that it can say what is owed.
 */
export function mayTell(
  state: TaskState,
  funding: string,
  chargeState: string,
  ageMs: number,
): 'tell' | 'wait' | 'withhold' {
  if (state === 'DELIVERED') {
    if (taken.has(chargeState)) return 'tell';
    return chargeState === 'SETTLING' || chargeState === 'HELD' ? 'wait' : 'withhold';
  }
  return funding === 'invoice' && chargeState === 'HELD' && ageMs < refundPatienceMs ? 'wait' : 'tell';
}

/** Whether a message says something about the money that only billing knows. */
export function tellsOfMoney(state: TaskState, funding: string): boolean {
  return state === 'DELIVERED' || (funding === 'invoice' && isFinal(state));
}

/** How long to wait until an event of that age is looked at again: often at first, later less. */
export function lookAgainMs(ageMs: number): number {
  return Math.min(Math.max(100, ageMs / 2), minute);
}
