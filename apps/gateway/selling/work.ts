/** Where a seller brings the result of an attempt that it took with 202. */
import { Type } from 'typebox';
import { TaskId } from '#contracts/http/shared';
import { AttemptAnswer, AttemptReply } from '#contracts/http/work';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';

/** What a seller's answer may have at most, inline or here. */
export const maxAnswerBytes = 1024 * 1024;

export function workRoutes({ dispatch }: Gateway): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/work/{taskId}/attempts/{attempt}',
      name: 'completeAttempt',
      group: 'Selling',
      summary: 'Deliver a result later',
      description:
        'The callback of a task that the seller took with 202 or asked a question of, signed as the task was: the headers of Standard Webhooks, with the id of the attempt as `webhook-id`.',
      auth: { kind: 'signature' },
      params: Type.Object({ taskId: TaskId, attempt: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
      unknownPath: 'task_not_found',
      requestHeaders: [
        { name: 'webhook-id', description: 'Id of the attempt.' },
        { name: 'webhook-timestamp', description: 'Seconds since 1970.' },
        { name: 'webhook-signature', description: '`v1,<base64>`.' },
      ],
      body: { schema: AttemptAnswer, maxBytes: maxAnswerBytes, raw: true },
      responses: { 200: { description: 'The state of the task after it.', schema: AttemptReply } },
      errors: [
        'task_not_found',
        'task_not_running',
        'forbidden',
        'invalid_output',
        'invalid_request',
        'invalid_schema',
        'question_out_of_turn',
        'invalid_json',
        'unsupported_media_type',
      ],
      async handle({ params, raw, rawBody }) {
        // The signature covers the raw bytes, so they go on as they came.
        const { state } = await dispatch.completeAttempt({
          taskId: params.taskId,
          attempt: params.attempt,
          webhookId: header(raw.headers['webhook-id']),
          webhookTimestamp: header(raw.headers['webhook-timestamp']),
          webhookSignature: header(raw.headers['webhook-signature']),
          body: rawBody,
        });
        return { status: 200, headers: { 'cache-control': 'no-store' }, json: { state } };
      },
    }),
  ];
}

function header(value: string | string[] | undefined): string {
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
}
