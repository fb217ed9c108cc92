/** What an admin does with a task; the timeline says who did it, and why. */
import { Type } from 'typebox';
import { Reason } from '#contracts/http/audit';
import { TaskId } from '#contracts/http/shared';
import { CanceledTask } from '#contracts/http/task';
import type { Gateway } from './gateway.js';
import { defineRoute, type Route } from './route.js';

const none = Buffer.alloc(0);

export function adminTaskRoutes({ dispatch, logger }: Gateway): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/admin/tasks/{taskId}/cancel',
      name: 'cancelTaskByAdmin',
      group: 'Administration',
      summary: 'Cancel a task before its delivery; the money goes back, or is owed',
      auth: { kind: 'admin' },
      params: Type.Object({ taskId: TaskId }),
      unknownPath: 'task_not_found',
      body: { schema: Reason, maxBytes: 4_096 },
      responses: { 200: { description: 'It is canceled. Repeating it changes nothing.', schema: CanceledTask } },
      errors: ['task_not_found', 'task_over'],
      async handle({ params: { taskId }, body: { reason } }) {
        const request = { taskId, paymentHash: none, taskKeyHash: none, byAdmin: true, reason };
        const { state } = await dispatch.cancelTask(request);
        logger.info({ taskId, reason }, 'an admin canceled a task');
        return { status: 200, headers: { 'cache-control': 'no-store' }, json: { taskId, state } };
      },
    }),
  ];
}
