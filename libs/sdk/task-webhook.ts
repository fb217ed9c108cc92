/**
 * The webhook of a bought task, on the buyer's side: order it with the task, keep the secret that the challenge shows once, and
 * believe only what is signed with it.
 */
import type { BuyInit } from './buyer.js';
import { verifyWebhook } from './webhook.js';

export interface TaskOptions {
  readonly funding?: 'hold' | 'invoice';
  /** Called when the task is over; https on the public Internet. */
  readonly webhook?: { readonly url: string };
}

/** The request that buys a task, for `payAndFetch(market.taskUrl(slug), …)`. */
export function taskOrder(input: unknown, options: TaskOptions = {}): BuyInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input, ...options }),
  };
}

/** The secret in the body of the challenge that `onStep` is told; undefined where there is none: it is shown only once. */
export function webhookSecretIn(challengeBody: unknown): string | undefined {
  const secret = (challengeBody as { webhookSecret?: unknown } | undefined)?.webhookSecret;
  return typeof secret === 'string' ? secret : undefined;
}

/** What has happened to a task. */
export interface TaskNotice {
  /** The same each time that this is told. */
  readonly id: string;
  /** `task.delivered`, `task.failed` and so on. */
  readonly type: string;
  readonly timestamp: string;
  /** A higher one of the same task is later. */
  readonly n: number;
  /** The task as `GET /v1/tasks/{taskId}` shows it, with the `output` of a delivered one. */
  readonly data: Readonly<Record<string, unknown>> & { readonly taskId: string; readonly state: string };
}

/** Reads a request to the webhook, its body as it came; undefined where it is not signed with that secret, or too old. */
export function readTaskNotice(
  headers: Record<string, string | string[] | undefined>,
  body: Uint8Array,
  secret: string,
): TaskNotice | undefined {
  const id = verifyWebhook(headers, body, secret);
  return id === undefined ? undefined : { id, ...JSON.parse(Buffer.from(body).toString()) };
}
