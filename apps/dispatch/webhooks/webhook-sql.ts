/**
 * The part of a transition's statement that makes the delivery to the buyer's webhook, in the same statement as the event and
 * the new state, so that no crash loses one. Every statement that writes events has it.
 */
import { toldStates } from './webhook.js';

const told = toldStates.map((state) => `'${state}'`).join(', ');

/** `webhook`: of the rows in `moved` that have a webhook and came into a state that it is told of. `at` is the event's time. */
export function toldByWebhook(at: string): string {
  return `webhook AS (
    INSERT INTO dispatch.webhook_delivery (task_id, n, host, endpoint, attempts, status, created_at, next_try_at)
    SELECT id, version, webhook_host, webhook_endpoint, attempts, 'pending', ${at}, ${at}
    FROM moved WHERE webhook_url IS NOT NULL AND state IN (${told}))`;
}
