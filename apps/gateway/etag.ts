/** Entity tags of tasks: dispatch's tag and which of the two views it is, since the views have different bodies. */
import type { IncomingMessage } from 'node:http';

export type TaskViewName = 'full' | 'state';

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
