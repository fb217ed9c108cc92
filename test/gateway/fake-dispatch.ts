/** Dispatch as the gateway sees it: tasks in memory, moved by the test. */
import type { Dispatch, TaskMessage } from '#contracts/dispatch';
import type { RequestOf as Request } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { FakeWork } from './fake-work.js';
import { notForGateway } from './fakes.js';

const nowMs = () => Date.now();

export const buyerSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const delivery = {
  n: 4,
  webhookId: 'tsk_1-4',
  type: 'task.delivered',
  createdAtMs: '1767225600000',
  status: 'paused',
  nextTryAtMs: '0',
  replays: 0,
  attempts: [
    { atMs: '1767225600100', durationMs: 5, httpStatus: 500, failure: '' },
    { atMs: '1767225605100', durationMs: 10_000, httpStatus: 0, failure: 'no complete answer within 10000 ms' },
  ],
};

interface KeptTask {
  task: TaskMessage;
  keyHash: Buffer;
  paymentHash: Buffer | undefined;
  inputJson: string;
  webhookUrl: string;
  events: TaskMessage['events'];
}

export class FakeDispatch {
  readonly tasks = new Map<string, KeptTask>();
  readonly dropped: string[] = [];
  readonly asked: Request<Dispatch, 'getTask'>[] = [];
  readonly completed: Request<Dispatch, 'completeAttempt'>[] = [];
  keepFailure: Error | undefined;
  private readonly listeners = new Set<() => void>();

  private stopped = false;

  /** Ends all waiting, as the real one does when it stops. */
  stop(): void {
    this.stopped = true;
    this.work.stop();
    for (const wake of this.listeners) wake();
  }

  /** Moves a task as the work would. */
  change(taskId: string, change: Partial<TaskMessage>, paymentHash?: Buffer): void {
    const kept = this.tasks.get(taskId);
    if (!kept) throw new Error(`no task ${taskId}`);
    const version = Number(kept.task.etag.split('-')[0]);
    const moved = change.state !== undefined;
    if (moved) {
      const { state: fromState } = kept.task;
      const { state: toState = '', reason = '' } = change;
      kept.events.push({ n: version + 1, fromState, toState, actor: 'dispatch', reason, atMs: String(nowMs()) });
      kept.task = { ...kept.task, hasProgress: false, ...change, etag: `${version + 1}` };
    } else {
      const said = Number(kept.task.etag.split('-')[1] ?? 0);
      kept.task = { ...kept.task, ...change, etag: `${version}-${said + 1}` };
    }
    kept.paymentHash = paymentHash ?? kept.paymentHash;
    for (const wake of this.listeners) wake();
  }

  readonly canceled: Request<Dispatch, 'cancelTask'>[] = [];
  readonly provided: Request<Dispatch, 'provideInput'>[] = [];
  cancelFailure: Error | undefined;
  readonly listed: Request<Dispatch, 'listTasks'>[] = [];
  readonly retried: Request<Dispatch, 'retryTask'>[] = [];
  /** Partial output of every delivered task. */
  readonly pieces: { n: number; outputJson: string }[] = [];
  readonly work = new FakeWork();
  readonly service: Dispatch = {
    ...this.work.service,
    keepTask: async (request) => {
      if (this.keepFailure) throw this.keepFailure;
      if (this.tasks.has(request.taskId)) return { created: false, webhookSecret: '' };
      const {
        taskId,
        serviceSlug,
        listingId,
        listingVersion,
        funding,
        priceMsat,
        taskKeyHash: keyHash,
        inputJson,
        webhookUrl,
      } = request;
      const task = {
        taskId,
        state: 'AWAITING_PAYMENT',
        serviceSlug,
        listingId,
        listingVersion,
        funding,
        priceMsat,
        createdAtMs: String(nowMs()),
        queuedAtMs: '0',
        startedAtMs: '0',
        finishedAtMs: '0',
        finishedAgoMs: '0',
        deadlineAtMs: '0',
        attempts: 0,
        reason: '',
        etag: '1',
        outputJson: '',
        outputGone: false,
        hasProgress: false,
        progress: 0,
        progressNote: '',
        inputRequest: null,
        pieces: 0,
        events: [],
      };
      this.tasks.set(taskId, { task, keyHash, paymentHash: undefined, inputJson, webhookUrl, events: [] });
      return { created: true, webhookSecret: webhookUrl === '' ? '' : buyerSecret };
    },
    dropTask: async ({ taskId }) => {
      this.dropped.push(taskId);
      return { dropped: this.tasks.delete(taskId) };
    },
    fundTask: notForGateway,
    getTask: async (request) => {
      this.asked.push(request);
      const end = nowMs() + request.waitMs;
      for (;;) {
        const task = this.look(request);
        const final = ['DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED'].includes(task.state);
        const changed = request.unlessEtag !== '' && request.unlessEtag !== task.etag;
        const asked = request.unlessEtag === '' && task.state === 'INPUT_REQUIRED';
        if (final || asked || changed || this.stopped || nowMs() >= end) {
          const { eventsAfter } = request;
          const events = this.tasks.get(request.taskId)?.events ?? [];
          return { ...task, events: eventsAfter < 0 ? [] : events.filter(({ n }) => n > eventsAfter) };
        }
        await this.changedBefore(end);
      }
    },
    cancelTask: async (request) => {
      this.canceled.push(request);
      if (this.cancelFailure) throw this.cancelFailure;
      const { state } = request.byAdmin ? (this.tasks.get(request.taskId)?.task ?? { state: '' }) : this.look(request);
      if (state === '') throw new AppError('task_not_found', 'no such task');
      if (state === 'DELIVERED') throw new AppError('task_over', 'the task is DELIVERED');
      this.change(request.taskId, { state: 'CANCELED' });
      return { state: 'CANCELED' };
    },
    defundTask: notForGateway,
    getPieces: async ({ taskId, paymentHash, after }) => {
      this.look({ taskId, paymentHash, taskKeyHash: Buffer.alloc(0) });
      return { pieces: this.pieces.filter(({ n }) => n > after) };
    },
    provideInput: async (request) => {
      const { inputRequest } = this.look(request);
      if (inputRequest?.n !== request.n) throw new AppError('input_not_asked', 'the seller does not ask');
      this.provided.push(request);
      this.change(request.taskId, { state: 'RUNNING', inputRequest: null });
      return { state: 'RUNNING' };
    },
    completeAttempt: async (request) => {
      this.completed.push(request);
      if (request.webhookSignature !== 'v1,good') throw new AppError('forbidden', 'the signature is wrong');
      return { state: 'DELIVERED' };
    },
    listTasks: async (request) => {
      this.listed.push(request);
      const tasks = [...this.tasks.values()].map(({ task }) => ({
        ...task,
        sellerAccountId: newId('account'),
        deliveryMode: 'push',
        chargeClosed: false,
        leaseUntilMs: '0',
        nextStepAtMs: task.createdAtMs,
        stuck: 'step_overdue',
        stuckSinceMs: task.createdAtMs,
      }));
      return { tasks, nextCursor: '' };
    },
    retryTask: async (request) => {
      this.retried.push(request);
      const kept = this.tasks.get(request.taskId);
      if (!kept) throw new AppError('task_not_found', 'no such task');
      return { did: 'offered', state: 'QUEUED' };
    },
    listWebhooks: async (request) => {
      this.look(request);
      const url = this.tasks.get(request.taskId)?.webhookUrl ?? '';
      const disabled = { failuresInRow: 20, disabledAtMs: '1767225600000', disabledReason: 'too many failures' };
      return url === ''
        ? { url, failuresInRow: 0, disabledAtMs: '0', disabledReason: '', deliveries: [] }
        : { url, ...disabled, deliveries: [delivery] };
    },
    replayWebhook: async (request) => {
      this.look(request);
      if (request.n !== delivery.n) throw new AppError('not_found', 'no such event');
      return { ...delivery, status: 'pending', nextTryAtMs: '1767225600000', replays: 1 };
    },
    enableWebhook: async (request) => {
      this.look(request);
      return { resumed: 1 };
    },
    getTimeline: async ({ taskId }) => {
      const kept = this.tasks.get(taskId);
      if (!kept) throw new AppError('task_not_found', 'no task');
      const event = { actor: 'dispatch', reason: '' };
      return {
        task: kept.task,
        events: [{ ...event, n: 1, fromState: '', toState: 'AWAITING_PAYMENT', atMs: '1767225600500' }],
        attempts: [
          {
            number: 1,
            attemptId: 'att_1',
            state: 'failed',
            failure: 'timeout',
            startedAtMs: '1767225602000',
            endedAtMs: '1767225603000',
          },
        ],
      };
    },
  };

  private look(request: Pick<Request<Dispatch, 'getTask'>, 'taskId' | 'paymentHash' | 'taskKeyHash'>): TaskMessage {
    const kept = this.tasks.get(request.taskId);
    const byHash = kept?.paymentHash !== undefined && request.paymentHash.equals(kept.paymentHash);
    const byKey = kept !== undefined && request.taskKeyHash.equals(kept.keyHash);
    if (!kept || !(byHash || byKey)) throw new AppError('task_not_found', 'no such task, or not yours');
    const shown = { ...kept.task, pieces: this.pieces.length };
    return byHash && kept.task.state === 'DELIVERED' ? shown : { ...kept.task, outputJson: '' };
  }

  private changedBefore(end: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, end - nowMs()));
      this.listeners.add(done);
    });
  }
}
