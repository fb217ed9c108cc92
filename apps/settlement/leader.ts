/**
 * Which of several processes of settlement follows a node: the one whose session holds the node's lock. The others stand by,
 * connected, and one of them has taken over some seconds after the leader is gone.
 *
 * Reports are idempotent, so a leader that has lost its lock without noticing harms nobody; it costs double work, no money.
 */
import { createHash } from 'node:crypto';
import type { Logger } from '#observability/logger';
import { type AskableLock, type HeldLock, holdAdvisoryLock } from '#persistence/advisory-lock';

/** Waits until this process leads for that node; undefined when `signal` ended the waiting. */
export type Lead = (node: string, signal: AbortSignal) => Promise<HeldLock | undefined>;

/** `url` logs in as botbazaar_settlement. */
export function leadBy(url: string, logger: Logger): Lead {
  return async (node, signal) => {
    const lock = await hold({ url, logger, signal, node, task: 'settlement', name: 'leader' });
    if (lock) logger.info({ node }, 'this process follows the node');
    return lock;
  };
}

/** As `Lead`, for paying: the lock's session is asked for the permit right before each payment. */
export type PayingLead = (node: string, signal: AbortSignal) => Promise<AskableLock | undefined>;

/** A lock of its own, so that following invoices and paying out do not wait for each other. */
export function leadPayingBy(url: string, logger: Logger): PayingLead {
  return async (node, signal) => {
    const lock = await hold({ url, logger, signal, node, task: 'payouts', name: 'payer' });
    if (lock) logger.info({ node }, 'this process pays out');
    return lock;
  };
}

interface Wanted {
  readonly url: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly node: string;
  readonly task: 'settlement' | 'payouts';
  readonly name: string;
}

function hold({ url, logger, signal, node, task, name }: Wanted): Promise<AskableLock | undefined> {
  return holdAdvisoryLock({
    url,
    key: keyOf(task, node),
    applicationName: `botbazaar_settlement ${name}`,
    signal,
    onFailure: (error) => logger.warn({ err: error, node }, 'the lock of the leader could not be asked for'),
  });
}

/** Locks of one database share one space of numbers, so the key says whose it is. */
function keyOf(task: string, node: string): bigint {
  return createHash('sha256').update(`botbazaar ${task} ${node}`).digest().readBigInt64BE();
}
