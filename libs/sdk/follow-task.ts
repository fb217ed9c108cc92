/**
 * Follows a task by its server-sent events until it is over. A connection that is lost or ends early is made again, and goes
 * on after the last event that came, so that no change of state is missed and none comes twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitMsOf } from './request.js';

export type TaskProof = { readonly authorization: string } | { readonly taskKey: string };

/** What a seller asks its buyer; message and schema are the seller's. */
export interface TaskQuestion {
  readonly n: number;
  readonly message: string;
  /** JSON Schema of the answer. */
  readonly schema?: unknown;
  /** RFC 3339. */
  readonly answerUntil: string;
}

export interface FollowOptions {
  /** Of the task: its L402 credential shows the output at the end, the `taskKey` of the challenge the state. */
  readonly proof: TaskProof;
  /** How many connections in a row may fail before the following is given up; 20 unless said. */
  readonly maxFailures?: number;
  readonly signal?: AbortSignal;
}

export type TaskNews =
  | {
      readonly event: 'state';
      readonly id: string;
      /** `inputRequest` where the seller waits for an answer right now. */
      readonly data: { state: string; at: string; reason?: string; inputRequest?: TaskQuestion };
    }
  | { readonly event: 'progress'; readonly id: string; readonly data: { progress: number; note?: string } }
  /** Partial output, after the delivery and for the credential. */
  | { readonly event: 'output'; readonly id: string; readonly data: { n: number; output: unknown } }
  /** The last one: the task as `GET /v1/tasks/{taskId}` shows it. */
  | { readonly event: 'task'; readonly id: string; readonly data: Readonly<Record<string, unknown>> };

const firstPauseMs = 250;
const longestPauseMs = 5_000;
/** Longer than the output of a task can be; what comes without an end is no event. */
const maxEventChars = 4 * 1024 * 1024;

/** `taskUrl` as the 402 names it. Throws where the marketplace knows no such task, or cannot be reached any more. */
export async function* followTask(taskUrl: string | URL, options: FollowOptions): AsyncGenerator<TaskNews> {
  let lastId = '';
  for (let failures = 0; ; ) {
    try {
      for await (const news of connect(taskUrl, options, lastId)) {
        failures = 0;
        lastId = news.id;
        yield news;
        if (news.event === 'task') return;
      }
      failures += 1;
    } catch (error) {
      failures += 1;
      if (options.signal?.aborted || error instanceof NotFollowed || failures > (options.maxFailures ?? 20))
        throw error;
    }
    await sleep(Math.min(firstPauseMs * 2 ** failures, longestPauseMs), undefined, { signal: options.signal });
  }
}

/** An answer after which asking again is in vain. */
export class NotFollowed extends Error {
  override readonly name = 'NotFollowed';
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(`the task cannot be followed: ${status} ${text.slice(0, 500)}`);
  }
}

async function* connect(
  taskUrl: string | URL,
  { proof, signal }: FollowOptions,
  lastId: string,
): AsyncGenerator<TaskNews> {
  const headers = new Headers({ accept: 'text/event-stream' });
  if ('authorization' in proof) headers.set('authorization', proof.authorization);
  else headers.set('task-key', proof.taskKey);
  if (lastId !== '') headers.set('last-event-id', lastId);
  const response = await fetch(`${taskUrl}/events`, { headers, redirect: 'manual', ...(signal ? { signal } : {}) });
  if (response.status === 429 || response.status >= 500) {
    await response.body?.cancel();
    await sleep(waitMsOf(response) ?? 0, undefined, { signal });
    throw new Error(`the marketplace answered ${response.status}`);
  }
  if (response.status !== 200 || response.body === null) throw new NotFollowed(response.status, await response.text());
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const news = readEvent(text.slice(0, end));
      text = text.slice(end + 2);
      if (news) yield news;
    }
    if (text.length > maxEventChars) throw new Error('an event is longer than any event may be');
  }
}

/** One block of lines (HTML, section 9.2.6); undefined for comments and for what this version does not know. */
function readEvent(block: string): TaskNews | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
  }
  const [event, id, data] = [fields.get('event'), fields.get('id'), fields.get('data')];
  if (data === undefined || id === undefined) return undefined;
  if (event !== 'state' && event !== 'progress' && event !== 'output' && event !== 'task') return undefined;
  return { event, id, data: JSON.parse(data) } as TaskNews;
}
