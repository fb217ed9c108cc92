/** The story of one task, for admins: what happened to the work and to the money, with the transfers that it caused. */
import { Type } from 'typebox';
import type { LedgerTransferMessage } from '#contracts/billing';
import type { TimelineReply } from '#contracts/dispatch';
import { Timeline, type TimelineEvent } from '#contracts/http/ledger';
import { TaskId, timestamp } from '#contracts/http/shared';
import { taskView } from '#contracts/http/task';
import { AppError } from '#kernel/errors';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';
import { transferView } from './ledger.js';

/** More than a task can cause. */
const maxTransfers = 100;

type ChargeEvents = Awaited<ReturnType<Gateway['billing']['listChargeEvents']>>;

export function timelineRoutes({ billing, dispatch }: Gateway): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/admin/tasks/{taskId}/timeline',
      name: 'getTimeline',
      group: 'Administration',
      summary: 'Everything that happened to a task and to its money',
      auth: { kind: 'admin' },
      params: Type.Object({ taskId: TaskId }),
      unknownPath: 'task_not_found',
      responses: {
        200: { description: 'The events in the order in which they happened.', schema: Timeline, rows: 'events' },
      },
      errors: ['task_not_found'],
      async handle({ params: { taskId } }) {
        // An unpaid task is deleted with its input while its charge stays, so either side alone is a story.
        const [work, charge, ledger] = await Promise.all([
          orUndefined(dispatch.getTimeline({ taskId })),
          orUndefined(billing.listChargeEvents({ taskId })),
          billing.listTransfers({ ref: taskId, cursor: '', limit: maxTransfers, seq: '0' }),
        ]);
        if (!work && !charge) throw new AppError('task_not_found', 'there is no such task');
        const timeline: Timeline = {
          taskId,
          ...(charge ? { chargeId: charge.chargeId } : {}),
          ...(work?.task ? { task: taskView({ ...work.task, outputJson: '' }) } : {}),
          events: mergeEvents(work, charge, ledger.transfers),
        };
        return { status: 200, headers: { 'cache-control': 'no-store' }, json: timeline };
      },
    }),
  ];
}

async function orUndefined<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'task_not_found' || error.code === 'not_found')) return undefined;
    throw error;
  }
}

/** All events, oldest first; at the same millisecond the charge before the task that waits for it. */
function mergeEvents(
  work: TimelineReply | undefined,
  charge: ChargeEvents | undefined,
  transfers: readonly LedgerTransferMessage[],
): TimelineEvent[] {
  const bySeq = new Map(transfers.map((transfer) => [transfer.seq, transfer]));
  const told = new Set<string>();
  const events: { ms: number; event: TimelineEvent }[] = [];
  for (const { atMs, fromState, toState, actor, reason, transferSeq } of charge?.events ?? []) {
    const transfer = bySeq.get(transferSeq);
    if (transfer) told.add(transfer.seq);
    const event = { at: timestamp(atMs), of: 'charge', from: fromState, to: toState, actor, reason } as const;
    events.push({ ms: Number(atMs), event: { ...event, ...(transfer ? { transfer: transferView(transfer) } : {}) } });
  }
  // A transfer about the task that no change of its charge caused, such as a correction, is told by itself.
  for (const transfer of transfers.filter(({ seq }) => !told.has(seq))) {
    const at = timestamp(transfer.recordedAtMs);
    const event = { at, of: 'ledger', from: '', to: transfer.kind, actor: 'ledger', reason: '' } as const;
    events.push({ ms: Number(transfer.recordedAtMs), event: { ...event, transfer: transferView(transfer) } });
  }
  for (const { atMs, fromState, toState, actor, reason } of work?.events ?? []) {
    const event = { at: timestamp(atMs), of: 'task', from: fromState, to: toState, actor, reason } as const;
    events.push({ ms: Number(atMs), event });
  }
  for (const attempt of work?.attempts ?? []) events.push(...attemptEvents(attempt));
  return events.sort((a, b) => a.ms - b.ms).map(({ event }) => event);
}

function attemptEvents(attempt: TimelineReply['attempts'][number]): { ms: number; event: TimelineEvent }[] {
  const shared = { of: 'attempt', actor: 'dispatch', attempt: attempt.number } as const;
  const { startedAtMs, endedAtMs, state, failure } = attempt;
  const start = { ...shared, at: timestamp(startedAtMs), from: '', to: 'running', reason: '' };
  if (endedAtMs === '0') return [{ ms: Number(startedAtMs), event: start }];
  const end = { ...shared, at: timestamp(endedAtMs), from: 'running', to: state, reason: failure };
  return [
    { ms: Number(startedAtMs), event: start },
    { ms: Number(endedAtMs), event: end },
  ];
}
