/**
 * What a buyer's webhook is sent: the task as the holder of its credential sees it, as it was at the event. It is made anew for
 * each call, so no output is stored twice, and it says the same each time: what may have changed since is taken from the event.
 */
import type { Billing } from '#contracts/billing';
import { refundIn, taskView } from '#contracts/http/task';
import { idFromUuid } from '#kernel/ids';
import { billingDeadlineMs } from '../config.js';
import type { ReadStore, SeenTask } from '../read-store.js';
import { message } from '../reading.js';
import { isFinal } from '../task.js';
import { eventType, mayTell, tellsOfMoney } from './webhook.js';
import type { ClaimedDelivery } from './webhook-store.js';

/**
 * ready: send it; wait: the money that it tells of is on its way; withhold: that money was not taken; passed: what it asks for is
 * not asked any more, or the task is forgotten.
 */
export type Composed =
  | { readonly kind: 'ready'; readonly body: string }
  | { readonly kind: 'wait' | 'withhold' | 'passed' };

export class WebhookMessages {
  constructor(
    private readonly reads: ReadStore,
    private readonly billing: Billing,
  ) {}

  /** Throws when billing or the database is away. */
  async compose(delivery: ClaimedDelivery, now: Date): Promise<Composed> {
    const { state, taskUuid } = delivery;
    const task = await this.reads.find(taskUuid, state === 'DELIVERED');
    if (task === undefined || task.forgottenAt !== null) return { kind: 'passed' };
    if (state === 'INPUT_REQUIRED' && task.version !== delivery.n) return { kind: 'passed' };
    const charge = tellsOfMoney(state, task.funding) ? await this.chargeOf(taskUuid) : undefined;
    if (charge !== undefined) {
      const verdict = mayTell(state, task.funding, charge.state, now.getTime() - delivery.at.getTime());
      if (verdict !== 'tell') return { kind: verdict };
    }
    const told = message(atEvent(task, delivery), now);
    const data = taskView(told, charge && refundIn(told, charge));
    return {
      kind: 'ready',
      body: JSON.stringify({ type: eventType(state), timestamp: delivery.at.toISOString(), n: delivery.n, data }),
    };
  }

  private async chargeOf(taskUuid: string) {
    const taskId = idFromUuid('task', taskUuid);
    return await this.billing.getPayment({ taskId }, { deadlineMs: billingDeadlineMs });
  }
}

function atEvent(task: SeenTask, { state, reason, attempts, at }: ClaimedDelivery): SeenTask {
  return { ...task, state, reason, attempts, finishedAt: isFinal(state) ? at : null, progress: null };
}
