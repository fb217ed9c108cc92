/**
 * Which of several processes of settlement follows a node: the one whose session holds the node's lock. The others stand by,
 * connected, and one of them has taken over some seconds after the leader is gone.
 *
 * Reports are idempotent, so a leader that has lost its lock without noticing harms nobody; it costs double work, no money.
 */
import { createHash } from 'node:crypto';
import type { Logger } from '#observability/logger';
import { type HeldLock, holdAdvisoryLock } from '#persistence/advisory-lock';

/** Waits until this process leads for that node; undefined when `signal` ended the waiting. */
export type Lead = (node: string, signal: AbortSignal) => Promise<HeldLock | undefined>;

/** `url` logs in as botbazaar_settlement. */
export function leadBy(url: string, logger: Logger): Lead {
  return async (node, signal) => {
    const lock = await holdAdvisoryLock({
      url,
      key: keyOf(node),
      applicationName: 'botbazaar_settlement leader',
      signal,
      onFailure: (error) => logger.warn({ err: error, node }, 'the lock of the leader could not be asked for'),
    });
    if (lock) logger.info({ node }, 'this process follows the node');
    return lock;
  };
}

/** Locks of one database share one space of numbers, so the key says whose it is. */
function keyOf(node: string): bigint {
  return createHash('sha256').update(`botbazaar settlement ${node}`).digest().readBigInt64BE();
}
