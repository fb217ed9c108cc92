/**
 * The parts of a statement that takes one step for many tasks, as `Gather` brings them together. The same rules as for one
 * task (task-store.ts): each row is locked, checked, moved and has its event, or is left as it is; locks are taken in the order
 * task, attempt, place, and among each of those in the order of their keys, so that no two statements wait for each other in a circle.
 */
import { sourcesOf, type TaskTransition, targetOf } from './task.js';
import { toldByWebhook } from './webhooks/webhook-sql.js';

/** `item`: each task, the time `at` of its step, and what else belongs to it, from one array per column. */
export function items(columns: Readonly<Record<string, string>>): string {
  const names = ['task_id', 'at', ...Object.keys(columns)];
  const arrays = ['uuid', 'timestamptz', ...Object.values(columns)].map((type, index) => `$${index + 1}::${type}[]`);
  return `item AS MATERIALIZED (SELECT * FROM unnest(${arrays.join(', ')}) AS i(${names.join(', ')}))`;
}

/** `due`: the rows as they were, with their items, of those that may take the step. */
export function dueTasks(transition: TaskTransition, guard: string): string {
  const from = sourcesOf(transition).map((state) => `'${state}'`);
  return dueItems(`t.state IN (${from.join(', ')}) AND ${guard}`);
}

/**
 * Each row is looked up by its key, in the order of the keys. Left to itself, the planner goes through a partial index of a
 * state instead, in which a busy queue leaves a hundred dead entries for each live one.
 */
export function dueItems(guard: string): string {
  return `due AS MATERIALIZED (
    SELECT item.*, t.id, t.state, t.listing_id, t.offer_at FROM (SELECT * FROM item ORDER BY task_id) AS item
    CROSS JOIN LATERAL (SELECT * FROM dispatch.task AS t WHERE t.id = item.task_id AND ${guard} FOR UPDATE) AS t)`;
}

/** `moved`: the rows as they became, `event`, which says so, and `webhook`, what its buyer is told. The steps that are gathered have no reason. */
export function movedTasks(
  transition: TaskTransition,
  set: readonly string[],
  { actor, from = 'due' }: { readonly actor: string; readonly from?: string },
): string {
  const assignments = [`state = '${targetOf(transition)}'`, 'version = t.version + 1', ...set];
  return `moved AS (
    UPDATE dispatch.task AS t SET ${assignments.join(', ')} FROM ${from} AS due WHERE t.id = due.id
    RETURNING t.*, due.state AS from_state, due.at AS moved_at, ${actor} AS moved_by),
  event AS (
    INSERT INTO dispatch.task_event (task_id, n, from_state, to_state, actor, reason, at)
    SELECT id, version, from_state, state, moved_by, '', moved_at FROM moved),
  ${toldByWebhook('moved_at')}`;
}

/** Gives a place at its seller back for each row of `ended`. */
export const freedPlaces = `
  given_back AS MATERIALIZED (SELECT listing_id, count(*)::integer AS places FROM ended GROUP BY listing_id),
  held AS MATERIALIZED (
    SELECT s.listing_id FROM dispatch.seller_slot AS s JOIN given_back USING (listing_id)
    ORDER BY s.listing_id FOR UPDATE OF s),
  freed AS (
    UPDATE dispatch.seller_slot AS s SET running = s.running - given_back.places
    FROM given_back JOIN held USING (listing_id) WHERE s.listing_id = given_back.listing_id)`;

/** What is at most once in a statement. */
export const taskOf = ({ taskUuid }: { readonly taskUuid: string }) => taskUuid;

/** The row of each item, in the items' order; undefined where a task has none. */
export function inOrder<Row>(
  asked: readonly { readonly taskUuid: string }[],
  rows: readonly Row[],
  taskOfRow: (row: Row) => string,
): (Row | undefined)[] {
  const found = new Map(rows.map((row) => [taskOfRow(row), row]));
  return asked.map(({ taskUuid }) => found.get(taskUuid));
}
