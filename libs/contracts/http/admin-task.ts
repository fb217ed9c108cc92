/** Tasks as admins find them, and what they do with one. */
import { type Static, Type } from 'typebox';
import type { ListedTaskMessage } from '../dispatch.js';
import { Reason } from './audit.js';
import { secondsSince } from './charge.js';
import { AccountId, Cursor, LongLimit, MsatText, NextCursor, Slug, TaskId, Timestamp, timestamp } from './shared.js';
import { taskStates } from './task.js';

const TaskState = Type.Enum([...taskStates]);

const StuckReason = Type.Enum(
  ['charge_open', 'deadline_passed', 'capture_open', 'lease_lost', 'queued_long', 'step_overdue'],
  {
    description: [
      'Why somebody should have moved it on.',
      'charge_open: it is over, and what becomes of its money is not settled.',
      'deadline_passed: it should have ended.',
      'capture_open: its output is there, and billing has not said that the money is taken.',
      'lease_lost: the worker that claimed it is not heard of.',
      'queued_long: nobody has taken it.',
      'step_overdue: no job and no sweep has looked at it in time.',
    ].join(' '),
  },
);

const AdminTask = Type.Object(
  {
    taskId: TaskId,
    state: TaskState,
    stuck: Type.Optional(StuckReason),
    stuckSince: Type.Optional(Timestamp),
    stuckSeconds: Type.Optional(Type.Integer()),
    service: Slug,
    sellerAccountId: AccountId,
    delivery: Type.String({ description: 'push or pull' }),
    funding: Type.String(),
    priceMsat: MsatText,
    attempts: Type.Integer(),
    reason: Type.Optional(Type.String()),
    chargeClosed: Type.Boolean({ description: 'It is known what became of the money.' }),
    createdAt: Timestamp,
    queuedAt: Type.Optional(Timestamp),
    startedAt: Type.Optional(Timestamp),
    deadlineAt: Type.Optional(Timestamp),
    finishedAt: Type.Optional(Timestamp),
    leaseUntil: Type.Optional(Timestamp),
    nextStepAt: Type.Optional(Timestamp),
  },
  { title: 'AdminTask' },
);
type AdminTask = Static<typeof AdminTask>;

export const AdminTaskList = Type.Object(
  { tasks: Type.Array(AdminTask), nextCursor: NextCursor },
  { title: 'AdminTaskList' },
);

export const AdminTaskQuery = Type.Object(
  {
    stuck: Type.Optional(Type.Boolean({ description: 'Only those that somebody should have moved on.' })),
    patienceSeconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000_000, default: 30, description: 'So long a step may be overdue.' }),
    ),
    queuePatienceSeconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000_000, default: 60, description: 'So long a task may be queued.' }),
    ),
    state: Type.Optional(TaskState),
    sellerAccountId: Type.Optional(AccountId),
    service: Type.Optional(Slug),
    order: Type.Optional(Type.Enum(['oldest', 'newest'], { default: 'oldest', description: 'Which come first.' })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(LongLimit),
  },
  { additionalProperties: false },
);

export const RetryOrder = Type.Object(
  {
    ...Reason.properties,
    attempt: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000,
        description:
          'The open attempt that is given up although somebody may be working on it. Without it only an attempt that is lost is ended.',
      }),
    ),
  },
  { title: 'RetryOrder', additionalProperties: false, examples: [{ reason: 'the seller restarted', attempt: 1 }] },
);

export const RetriedTask = Type.Object(
  {
    taskId: TaskId,
    state: TaskState,
    did: Type.Enum(['offered', 'finished', 'expired', 'closed', 'nothing'], {
      description:
        'offered: to its seller, now. finished: its output was there, and billing was asked for the money. expired: its deadline had passed. closed: it was over, and its money was still to be given back. nothing: somebody is working on it.',
    }),
  },
  { title: 'RetriedTask' },
);
export type RetriedTask = Static<typeof RetriedTask>;

export function adminTaskView(task: ListedTaskMessage, now: Date): AdminTask {
  const instant = (name: string, ms: string) => (ms === '0' ? {} : { [name]: timestamp(ms) });
  const stuck =
    task.stuck === ''
      ? {}
      : {
          stuck: task.stuck as NonNullable<AdminTask['stuck']>,
          stuckSince: timestamp(task.stuckSinceMs),
          stuckSeconds: secondsSince(task.stuckSinceMs, now),
        };
  return {
    taskId: task.taskId,
    state: task.state as AdminTask['state'],
    ...stuck,
    service: task.serviceSlug,
    sellerAccountId: task.sellerAccountId,
    delivery: task.deliveryMode,
    funding: task.funding,
    priceMsat: task.priceMsat,
    attempts: task.attempts,
    ...(task.reason === '' ? {} : { reason: task.reason }),
    chargeClosed: task.chargeClosed,
    createdAt: timestamp(task.createdAtMs),
    ...instant('queuedAt', task.queuedAtMs),
    ...instant('startedAt', task.startedAtMs),
    ...instant('deadlineAt', task.deadlineAtMs),
    ...instant('finishedAt', task.finishedAtMs),
    ...instant('leaseUntil', task.leaseUntilMs),
    ...instant('nextStepAt', task.nextStepAtMs),
  };
}
