/** The part of a task's statements that says what the registry has to hear of. */

/** What an ended attempt says of its seller. unreachable: nobody was there, whatever the task was; failed: nothing of use came. */
export type CallVerdict = 'ok' | 'unreachable' | 'failed';

/** Joins a statement that has `moved`: the change will be told, where the guard holds. */
export function toldOutcome(call: string, guard = 'true', at = '$2::timestamptz'): string {
  return `told AS (
    INSERT INTO dispatch.outcome (task_id, n, call, due_at) SELECT id, version, ${call}, ${at} FROM moved WHERE ${guard})`;
}

/**
 * What the end by the deadline says: an attempt that was open has failed; a task that nobody claimed while there was a place for
 * it says that nobody is there. One that found all places taken says nothing, and neither does one whose output came in time or
 * whose buyer owed an answer.
 */
export const expiredCall = `CASE WHEN from_state = 'RUNNING' THEN 'failed' WHEN attempts = 0 THEN 'unreachable' ELSE '' END`;
export const expiryIsTold = `from_state IN ('QUEUED', 'RUNNING') AND output_stored_at IS NULL AND (attempts > 0 OR (
    delivery = 'pull' AND NOT EXISTS (
      SELECT FROM dispatch.seller_slot AS s WHERE s.listing_id = moved.listing_id AND s.running >= moved.max_running)))`;
