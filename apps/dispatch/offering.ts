/**
 * The `offer` step: takes a place at the seller, starts an attempt and calls the seller. The step ends when the call has
 * begun; the call itself goes on beside the queue, so that slow sellers hold up nobody else's steps. A call renews the lease
 * of its attempt, and an attempt whose lease has run out is lost with the process that had it.
 */
import { addMs } from '#kernel/clock';
import { asAppError } from '#kernel/errors';
import { type AttemptId, idFromUuid, idToUuid, type ListingId, newId } from '#kernel/ids';
import type { AttemptStore } from './attempt-store.js';
import { attemptLeaseMs, leaseRenewalMs, stepMarginMs } from './config.js';
import type { Context } from './context.js';
import type { Ending } from './ending.js';
import type { Places } from './places.js';
import type { QuestionStore } from './questions/question-store.js';
import type { Results } from './results.js';
import type { Sellers } from './seller.js';
import type { TaskRow, TaskStore } from './task-store.js';
import type { ListingVersion, Versions } from './versions.js';
import { within } from './within.js';

export interface OfferingDeps {
  readonly tasks: TaskStore;
  readonly attempts: AttemptStore;
  readonly versions: Versions;
  readonly sellers: Sellers;
  readonly results: Results;
  readonly ending: Ending;
  readonly places: Places;
  readonly questions: QuestionStore;
}

interface Call {
  readonly attempt: number;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Which failures of the registry mean that the listing cannot be delivered at all. */
const hopeless = new Set(['not_found', 'service_not_found', 'invalid_schema', 'invalid_id']);

/** started: the seller is being called; full: it has no place; busy: this process has no room; not_due: nothing to offer now. */
type Offered = 'started' | 'full' | 'busy' | 'not_due';

/** Short: a step that waits holds up those behind it, and sellers that answer at once make room within milliseconds. */
const roomWaitMs = 50;

export class Offering {
  /** Calls that are open, by the task's uuid. */
  private readonly calls = new Map<string, Call>();
  private starting = 0;
  /** Lets in those who wait for room, the oldest first. */
  private readonly waiting = new Set<() => void>();
  private stopping = false;
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: Context,
    private readonly deps: OfferingDeps,
    private readonly maxCalls: number,
  ) {
    deps.places.onFree((listingUuid) => void this.offerNext(listingUuid));
  }

  start(): void {
    this.renewal = setInterval(() => void this.renewLeases(), leaseRenewalMs);
  }

  /** Whether this process is calling the seller of that task. */
  isCalling(taskUuid: string): boolean {
    return this.calls.has(taskUuid);
  }

  /** Waits `roomWaitMs` at most until this process may call another seller. */
  async offerSoon(taskUuid: string, listingId: ListingId, listingVersion: number): Promise<Offered> {
    if (!this.hasRoom()) await this.room();
    return await this.offer(taskUuid, listingId, listingVersion);
  }

  async offer(taskUuid: string, listingId: ListingId, listingVersion: number): Promise<Offered> {
    if (!this.hasRoom()) return 'busy';
    this.starting += 1;
    try {
      const version = await this.versionOf(taskUuid, listingId, listingVersion);
      if (version === undefined) return 'not_due';
      return await this.begin(taskUuid, version);
    } finally {
      this.starting -= 1;
      this.letIn();
    }
  }

  private hasRoom(): boolean {
    return !this.stopping && this.calls.size + this.starting < this.maxCalls;
  }

  private async room(): Promise<void> {
    if (this.stopping) return;
    await new Promise<void>((resolve) => {
      const enter = () => {
        clearTimeout(timer);
        this.waiting.delete(enter);
        resolve();
      };
      const timer = setTimeout(enter, roomWaitMs);
      this.waiting.add(enter);
    });
  }

  /** Whoever has waited longest. */
  private letIn(): void {
    const [enter] = this.waiting;
    if (enter !== undefined && this.hasRoom()) enter();
  }

  /**
   * Calls the seller of a running task in another matter than an offer; false where there is no room for it now, or the
   * seller is being called already.
   */
  alongside({ id, attempts }: TaskRow, call: (signal: AbortSignal) => Promise<void>): boolean {
    if (this.stopping || this.calls.has(id) || this.calls.size + this.starting >= this.maxCalls) return false;
    const controller = new AbortController();
    this.keep(id, attempts, controller, call(controller.signal));
    return true;
  }

  /** Ends the call that this process now has with the seller of that task, if there is one; its answer is not waited for. */
  callOf(taskUuid: string): () => void {
    const call = this.calls.get(taskUuid);
    return () => call?.controller.abort();
  }

  /** Waits for the calls that are open; after `graceMs` ends the rest, whose tasks go back to the queue. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    const open = [...this.calls.values()];
    const all = Promise.all(open.map(({ done }) => done));
    try {
      if (open.length > 0) await within(Math.max(1, graceMs), all);
    } catch {
      this.context.log.warn(
        { calls: this.calls.size },
        'Calls to sellers are ended; their tasks go back to the queue.',
      );
      for (const { controller } of this.calls.values()) controller.abort();
      await all;
    }
    clearInterval(this.renewal);
  }

  private async versionOf(
    taskUuid: string,
    listingId: ListingId,
    listingVersion: number,
  ): Promise<ListingVersion | undefined> {
    try {
      return await this.deps.versions.get(listingId, listingVersion);
    } catch (thrown) {
      if (!hopeless.has(asAppError(thrown).code)) throw thrown;
      this.context.log.error({ err: thrown, listingId, listingVersion }, 'A version of a listing cannot be delivered.');
      const now = this.context.clock.now();
      const reason = 'the listing cannot be delivered';
      const change = { now, actor: 'dispatch', reason, nextStepAt: addMs(now, stepMarginMs) } as const;
      const failed = await this.deps.tasks.failQueued(taskUuid, change);
      if (failed !== undefined) {
        this.context.changed(failed);
        await this.deps.ending.closeChargeOrLeave(failed);
      }
      return undefined;
    }
  }

  private async begin(taskUuid: string, version: ListingVersion): Promise<'started' | 'full' | 'not_due'> {
    const now = this.context.clock.now();
    const attemptId = newId('attempt', now);
    const start = await this.deps.attempts.start({
      taskUuid,
      attemptUuid: idToUuid(attemptId),
      now,
      maxRunning: version.service.maxConcurrency,
      leaseUntil: addMs(now, attemptLeaseMs),
    });
    if (start.outcome === 'full') this.deps.places.full(idToUuid(version.service.listingId as ListingId));
    if (start.outcome !== 'started') return start.outcome;
    this.context.changed(start.task);
    const controller = new AbortController();
    this.keep(taskUuid, start.task.attempts, controller, this.call(start.task, version, attemptId, controller.signal));
    return 'started';
  }

  /** Until the call is over its lease is renewed. A task that was taken from it may have its next call before that. */
  private keep(taskUuid: string, attempt: number, controller: AbortController, call: Promise<void>): void {
    const done = call.finally(() => {
      if (this.calls.get(taskUuid)?.controller === controller) this.calls.delete(taskUuid);
      this.letIn();
    });
    this.calls.set(taskUuid, { attempt, controller, done });
  }

  /** Never throws: what fails here is found by the sweeper when the lease has run out. */
  private async call(
    task: TaskRow & { readonly inputJson: string },
    version: ListingVersion,
    attemptId: AttemptId,
    signal: AbortSignal,
  ): Promise<void> {
    const taskId = idFromUuid('task', task.id);
    try {
      const now = this.context.clock.now();
      const deadlineAt = task.deadlineAt ?? now;
      const leftMs = Math.max(1, deadlineAt.getTime() - now.getTime());
      const timeoutMs = Math.min(leftMs, task.workMs ?? leftMs);
      const { attempts: attempt, inputJson, questions } = task;
      const answered = questions === 0 ? [] : await this.deps.questions.answered(task.id);
      const delivery = {
        taskId,
        attempt,
        attemptId,
        inputJson,
        questions,
        answered,
        deadlineAt,
        now,
        timeoutMs,
        signal,
      };
      const answer = await this.deps.sellers.deliver(version, delivery);
      if (answer.kind === 'canceled') await this.deps.results.giveBack(task, 'the marketplace restarts');
      else await this.deps.results.take(task, answer, 'seller');
    } catch (thrown) {
      this.context.log.warn(
        { err: thrown, taskId },
        'An attempt could not be recorded; the sweeper takes the task up.',
      );
    }
  }

  private async offerNext(listingUuid: string): Promise<void> {
    if (this.stopping) return;
    try {
      const next = await this.deps.attempts.nextQueued(listingUuid, this.context.clock.now());
      if (next === undefined) this.deps.places.empty(listingUuid);
      else await this.offer(next.id, idFromUuid('listing', listingUuid), next.listingVersion);
    } catch (thrown) {
      this.context.log.warn({ err: thrown }, 'A free place was not filled at once; the task waits for its own job.');
    }
  }

  private async renewLeases(): Promise<void> {
    if (this.calls.size === 0) return;
    try {
      const held = Array.from(this.calls, ([taskUuid, { attempt }]) => ({ taskUuid, attempt }));
      await this.deps.attempts.renew(held, addMs(this.context.clock.now(), attemptLeaseMs));
    } catch (thrown) {
      this.context.log.warn({ err: thrown, calls: this.calls.size }, 'The leases of attempts could not be renewed.');
    }
  }
}
