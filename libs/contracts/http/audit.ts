/** What admins have changed. */
import { type Static, Type } from 'typebox';
import type { AdminActionMessage } from '../billing.js';
import { CountText, Cursor, LongLimit, NextCursor, Timestamp, timestamp } from './shared.js';

/** What every change by an admin says. */
export const Reason = Type.Object(
  {
    reason: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '\\S',
      description: 'Why; the buyer and the seller read it.',
      examples: ['the seller asked us to'],
    }),
  },
  { title: 'Reason', additionalProperties: false },
);

const AdminAction = Type.Object(
  {
    n: CountText,
    actionId: Type.String({ pattern: '^act_[0-9a-f]{32}$' }),
    at: Timestamp,
    actor: Type.String({
      description: 'Which admin token: `admin-` and the first 16 hex digits of its SHA-256.',
    }),
    action: Type.String({ description: 'Name of the operation.', examples: ['cancelTaskByAdmin'] }),
    target: Type.String({ description: 'Id of what it is about.' }),
    reason: Type.String(),
    outcome: Type.Enum(['done', 'refused', 'failed', 'unknown'], {
      description:
        'refused: nothing was changed. failed: an error of ours, after which something may have been. unknown: it runs, or its end was never told.',
    }),
    status: Type.Optional(Type.Integer({ description: 'As it was answered.' })),
    code: Type.Optional(Type.String({ description: 'Of the error.' })),
    endedAt: Type.Optional(Timestamp),
    requestId: Type.String({ description: "The request's `X-Request-Id`, or the action's own id." }),
    peer: Type.String({ description: 'Address of the client.' }),
  },
  { title: 'AdminAction' },
);
type AdminAction = Static<typeof AdminAction>;

export const AdminActionList = Type.Object(
  { actions: Type.Array(AdminAction), nextCursor: NextCursor },
  { title: 'AdminActionList' },
);

export const AdminActionQuery = Type.Object(
  {
    target: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Only about this id.' })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(LongLimit),
  },
  { additionalProperties: false },
);

export function actionView(message: AdminActionMessage): AdminAction {
  const { n, actionId, actor, action, target, reason, requestId, peer, status, code } = message;
  return {
    n,
    actionId,
    at: timestamp(message.atMs),
    actor,
    action,
    target,
    reason,
    outcome: message.outcome as AdminAction['outcome'],
    ...(status === 0 ? {} : { status, endedAt: timestamp(message.endedAtMs) }),
    ...(code === '' ? {} : { code }),
    requestId,
    peer,
  };
}
