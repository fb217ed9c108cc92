/** Tasks, for admins: which there are and which are stuck, and what an admin does with one. The timeline says who did it, and why. */
import { Type } from 'typebox';
import { AdminTaskList, AdminTaskQuery, adminTaskView, RetriedTask, RetryOrder } from '#contracts/http/admin-task';
import { Reason } from '#contracts/http/audit';
import { nextPage, TaskId } from '#contracts/http/shared';
import { CanceledTask } from '#contracts/http/task';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';

const admin = { auth: { kind: 'admin' }, group: 'Administration' } as const;
const byId = { params: Type.Object({ taskId: TaskId }), unknownPath: 'task_not_found' } as const;
const headers = { 'cache-control': 'no-store' };
const none = Buffer.alloc(0);
const maxOrderBytes = 4_096;

export function adminTaskRoutes(gateway: Gateway): Route[] {
  return [listTasks(gateway), cancelTask(gateway), retryTask(gateway)];
}

function listTasks({ dispatch, registry, clock }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/tasks',
    name: 'listTasks',
    summary: 'Tasks by state, seller and service, or those that are stuck',
    query: AdminTaskQuery,
    responses: { 200: { description: 'A page of tasks.', schema: AdminTaskList, rows: 'tasks' } },
    errors: ['invalid_cursor', 'service_not_found'],
    async handle({ query }) {
      const { service: slug = '' } = query;
      // A service has one seller, by whom its tasks are found.
      const seller = slug === '' ? '' : (await registry.getService({ slug })).sellerAccountId;
      const reply = await dispatch.listTasks({
        state: query.state ?? '',
        sellerAccountId: query.sellerAccountId ?? seller,
        slug,
        stuck: query.stuck ?? false,
        patienceSeconds: query.patienceSeconds ?? 30,
        queuePatienceSeconds: query.queuePatienceSeconds ?? 60,
        newestFirst: query.order === 'newest',
        cursor: query.cursor ?? '',
        limit: query.limit ?? 50,
      });
      const now = clock.now();
      const tasks = reply.tasks.map((task) => adminTaskView(task, now));
      return { status: 200, headers, json: { tasks, ...nextPage(reply.nextCursor) } };
    },
  });
}

function cancelTask({ dispatch, logger }: Gateway): Route {
  return defineRoute({
    ...admin,
    ...byId,
    method: 'POST',
    path: '/v1/admin/tasks/{taskId}/cancel',
    name: 'cancelTaskByAdmin',
    summary: 'Cancel a task before its delivery; the money goes back, or is owed',
    body: { schema: Reason, maxBytes: maxOrderBytes },
    responses: { 200: { description: 'It is canceled. Repeating it changes nothing.', schema: CanceledTask } },
    errors: ['task_not_found', 'task_over'],
    async handle({ params: { taskId }, body: { reason } }) {
      const request = { taskId, paymentHash: none, taskKeyHash: none, byAdmin: true, reason };
      const { state } = await dispatch.cancelTask(request);
      logger.info({ taskId, reason }, 'an admin canceled a task');
      return { status: 200, headers, json: { taskId, state } };
    },
  });
}

function retryTask({ dispatch, logger }: Gateway): Route {
  return defineRoute({
    ...admin,
    ...byId,
    method: 'POST',
    path: '/v1/admin/tasks/{taskId}/retry',
    name: 'retryTask',
    summary: 'Have a task go on now: offer it again, take its money, or give it back',
    description:
      'What is due for the task is done at once. An attempt on which somebody is working is ended only if it is named; what comes of it later is refused. Repeating it ends no further attempt.',
    body: { schema: RetryOrder, maxBytes: maxOrderBytes },
    responses: { 200: { description: 'What was done, and the state after it.', schema: RetriedTask } },
    errors: ['task_not_found', 'task_not_retryable', 'task_over'],
    async handle({ params: { taskId }, body: { reason, attempt = 0 } }) {
      const { did, state } = await dispatch.retryTask({ taskId, reason, attempt });
      logger.info({ taskId, reason, did, state }, 'an admin had a task tried again');
      return { status: 200, headers, json: { taskId, state, did } };
    },
  });
}
