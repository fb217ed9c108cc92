/** Entity tags of tasks: dispatch's tag and which of the two views it is, since the views have different bodies. */
import type { IncomingMessage } from 'node:http';
import type { TaskMessage } from '#contracts/dispatch';
import type { Refund } from '#contracts/http/task';

export type TaskViewName = 'full' | 'state';

/** Dispatch's tag, and where something is owed back what billing says of it: that changes after the task has ended. */
export function taskTag(task: Pick<TaskMessage, 'etag'>, refund: Refund | undefined): string {
  return refund ? `${task.etag}-${refund.state}` : task.etag;
}

export function etagOf(etag: string, view: TaskViewName): string {
  return `"${etag}-${view}"`;
}

/** Dispatch's tags that `If-None-Match` names for that view, compared weakly as RFC 9110 13.1.2 says. */
export function matchEtag(request: IncomingMessage, view: TaskViewName): string[] {
  const known: string[] = [];
  for (const [, tag = ''] of (request.headers['if-none-match'] ?? '').matchAll(/(?:W\/)?"([\x21\x23-\x7e]*)"/g)) {
    if (tag.endsWith(`-${view}`)) known.push(tag.slice(0, -view.length - 1));
  }
  return known.slice(0, 8);
}
