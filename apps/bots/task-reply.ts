/** A task as the marketplace answers it to its buyer, and why there is no output. */
import type { MarketClient } from '#sdk/client';
import { MarketError } from '#sdk/errors';

export interface TaskReply {
  /** In a challenge only: shows the task's state later. */
  readonly taskKey?: string;
  readonly taskId?: string;
  readonly state?: string;
  readonly output?: unknown;
  /** Why there is no output. */
  readonly reason?: string;
  /** The same in a problem document. */
  readonly detail?: string;
}

/** The wallet knows only that the payment came back; the marketplace says why, to the holder of the task's key. */
export async function reasonOf(
  market: MarketClient,
  { taskId, taskKey }: { readonly taskId?: string | undefined; readonly taskKey?: string | undefined },
): Promise<string | undefined> {
  if (!taskId || !taskKey) return undefined;
  try {
    const { state, reason } = await market.task(taskId, taskKey, 2);
    return reason && `${state}: ${reason}`;
  } catch (error) {
    if (error instanceof MarketError || error instanceof TypeError) return undefined;
    throw error;
  }
}
