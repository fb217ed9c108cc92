/**
 * BullMQ, on Redis or on Postgres: the one file that knows it. A job says which step of which task is due and nothing more;
 * the step reads its own row first, so a job that comes twice, late or never does no harm. What the queue loses, the sweeper
 * finds: an add that fails is logged and forgotten, and no caller waits longer for it than `addTimeoutMs`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  DelayedError,
  type IQueueBackend,
  type Job,
  type JobProgress,
  type JobsOptions,
  PostgresQueueBackend,
  Queue,
  runMigrations,
  Worker,
} from 'bullmq';
import { type Clock, monotonicMs } from '#kernel/clock';
import type { Log } from './log.js';
import { within } from './within.js';

export type StepName = 'offer' | 'finish' | 'deadline';

export interface StepJob {
  readonly step: StepName;
  readonly taskId: string;
  readonly listingId: string;
  readonly listingVersion: number;
  /** Tells the jobs of one step of one task apart: a second one with the same round is not added. */
  readonly round: number;
  readonly delayMs?: number;
}

/** Undefined when the step is done; else the same job comes again after that time. */
export type StepHandler = (job: StepJob, tries: number) => Promise<{ readonly againMs: number } | undefined>;

export interface StepQueue {
  /** Adds jobs. Never throws and returns within `addTimeoutMs`; false when the sweeper must do it. */
  add(jobs: readonly StepJob[]): Promise<boolean>;
  /**
   * Takes a delayed job back that has nothing to do any more, if this process has added it, without waiting for that. One that
   * stays, for whatever reason, finds that out when it runs.
   */
  takeBack(job: Pick<StepJob, 'taskId' | 'step' | 'round'>): void;
  /** Starts taking jobs. */
  work(handler: StepHandler, concurrency: number): void;
  /** Takes no more jobs and waits for those that run. Jobs can still be added. */
  stopWork(): Promise<void>;
  /** Closes all connections; after this nothing is added. */
  close(): Promise<void>;
}

/** `clock` is the one that BullMQ itself reads: the computer's, whatever the clock of the tasks says. */
export type QueueFactory = (log: Log, clock: Clock) => StepQueue;

export interface QueueOptions {
  /** `redis://…` or `rediss://…`; without it the queue is kept in Postgres. */
  readonly redisUrl?: string | undefined;
  /** `postgres://…` of the role that runs dispatch. */
  readonly postgresUrl: string;
  /** Redis only: stands before each key. Keeps installations and suites that share a server apart. */
  readonly keyPrefix?: string;
}

const queueName = 'dispatch';
const queueSchema = 'bullmq';
const addTimeoutMs = 300;
/** After a failed add, none is tried for so long. */
const pauseAfterFailureMs = 1_000;
/** Jobs are short steps; the longest waits for billing. */
const stopTimeoutMs = 6_000;
const closeTimeoutMs = 2_000;
const maxReconnectDelayMs = 1_000;
const fetchPauseMs = 500;
const poolSize = 3;
/** Steps in one job: as many as a process does at once. */
const maxStepsOfJob = 32;
/** Delayed jobs that are remembered to be taken back. */
const maxRemembered = 10_000;

/** A job that fails is tried again soon; after that the sweeper has the task. Completed jobs leave nothing behind. */
const jobOptions: JobsOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  removeOnFail: { age: 3_600 },
};

export function queueFactory(options: QueueOptions): QueueFactory {
  return (log, clock) => {
    if (options.redisUrl !== undefined) {
      const { redisUrl, keyPrefix: prefix = 'botbazaar' } = options;
      // A command of the producer fails when one reconnection did not help; a worker's waits as long as it takes.
      return new BullQueue(log, clock, patient(createRedisBackend as Backend), {
        producer: (life) => ({ connection: redisConnection(redisUrl, life, 1), prefix }),
        worker: (life) => ({ connection: redisConnection(redisUrl, life, null), prefix }),
      });
    }
    const connection = {
      connectionString: options.postgresUrl,
      schema: queueSchema,
      max: poolSize,
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      application_name: 'botbazaar dispatch queue',
      // What a crash of Postgres takes from the queue the sweep finds in the tasks, so no step waits for the disk.
      options: '-c synchronous_commit=off',
    };
    return new BullQueue(log, clock, patient(createPostgresBackend as Backend), {
      producer: () => ({ connection }),
      worker: () => ({ connection }),
    });
  };
}

function jobId({ taskId, step, round }: Pick<StepJob, 'taskId' | 'step' | 'round'>): string {
  return `${taskId}-${step}-${round}`;
}

/** BullMQ waits for a first connection without an end; one whose life is over is not tried again, which ends the wait. */
interface Life {
  over: boolean;
}

function redisConnection(url: string, life: Life, maxRetriesPerRequest: number | null) {
  return {
    url,
    connectTimeout: 2_000,
    disconnectTimeout: 500,
    maxRetriesPerRequest,
    retryStrategy: (times: number) => (life.over ? null : Math.min(times * 100, maxReconnectDelayMs)),
  };
}

type Connect = (life: Life) => { readonly connection: object; readonly prefix?: string };

interface Connections {
  readonly producer: Connect;
  readonly worker: Connect;
}

/** Either of the two; each takes its own connection, which `queueFactory` makes to fit. */
type Backend = BackendFactory<IQueueBackend, object>;
type TaskData = Pick<StepJob, 'taskId' | 'listingId' | 'listingVersion' | 'round'>;
/** `more`: tasks that need the same step at the same time. */
type JobData = TaskData & { readonly more?: readonly TaskData[] };

/** Steps that are due at once wait for nothing but the add that is under way, and go into one job as many as they are. */
interface DueNow {
  readonly job: StepJob;
  resolve(): void;
  reject(error: unknown): void;
}

class BullQueue implements StepQueue {
  private readonly queue: Queue<JobData, void, string, JobData, void, string, IQueueBackend, object>;
  private worker: Worker<JobData, void, string, IQueueBackend, JobProgress, object> | undefined;
  private connected = false;
  private readonly producerLife: Life = { over: false };
  private readonly workerLife: Life = { over: false };
  private pausedUntilMs = 0;
  private dueNow: DueNow[] = [];
  private adding = false;
  /** Ids of delayed jobs that this process has added. */
  private readonly delayed = new Set<string>();
  private lastErrorLoggedMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly log: Log,
    private readonly clock: Clock,
    private readonly backend: Backend,
    private readonly connections: Connections,
  ) {
    this.queue = new Queue(
      queueName,
      { ...connections.producer(this.producerLife), defaultJobOptions: jobOptions },
      backend,
    );
    this.queue.on('error', (error) => this.report(error));
    // Until the backend has answered once, an add would wait inside BullMQ without an end.
    this.queue.waitUntilReady().then(
      () => {
        this.connected = true;
      },
      (error: unknown) => this.report(error),
    );
  }

  async add(jobs: readonly StepJob[]): Promise<boolean> {
    if (this.producerLife.over || monotonicMs() < this.pausedUntilMs) return false;
    try {
      await within(addTimeoutMs, this.connected ? this.addNow(jobs) : this.addWhenReady(jobs));
      return true;
    } catch (thrown) {
      this.pausedUntilMs = monotonicMs() + pauseAfterFailureMs;
      this.log.warn({ err: thrown, jobs: jobs.length }, 'The queue did not take jobs; the sweeper does their steps.');
      return false;
    }
  }

  takeBack(job: Pick<StepJob, 'taskId' | 'step' | 'round'>): void {
    if (!this.delayed.delete(jobId(job))) return;
    if (this.producerLife.over || !this.connected || monotonicMs() < this.pausedUntilMs) return;
    this.queue.remove(jobId(job)).catch((error: unknown) => this.report(error));
  }

  work(handler: StepHandler, concurrency: number): void {
    const options = { ...this.connections.worker(this.workerLife), concurrency, runRetryDelay: 1_000 };
    const run = (job: Job<JobData, void, string>, token?: string) => this.run(handler, job, token);
    const worker = new Worker(queueName, run, options, this.backend);
    worker.on('error', (error) => this.report(error));
    worker.on('failed', (job, error) => {
      this.log.warn({ err: error, jobId: job?.id, attempt: job?.attemptsMade }, 'A step failed and is tried again.');
    });
    this.worker = worker;
  }

  async stopWork(): Promise<void> {
    const { worker } = this;
    this.workerLife.over = true;
    if (worker !== undefined) await this.closing(within(stopTimeoutMs, worker.close()), () => worker.disconnect());
  }

  async close(): Promise<void> {
    this.producerLife.over = true;
    await this.closing(within(closeTimeoutMs, this.queue.close()), () => this.queue.disconnect());
  }

  private async closing(closed: Promise<void>, cut: () => Promise<void>): Promise<void> {
    try {
      await closed;
    } catch (error) {
      this.log.warn({ err: error }, 'The queue did not close in time; its connections are cut.');
      await within(closeTimeoutMs, cut()).catch((cause: unknown) => this.report(cause));
    }
  }

  private async addWhenReady(jobs: readonly StepJob[]): Promise<void> {
    await within(addTimeoutMs, this.queue.waitUntilReady());
    await this.addNow(jobs);
  }

  private async addNow(jobs: readonly StepJob[]): Promise<void> {
    await Promise.all(
      jobs.map(async (job) => {
        if (job.delayMs === undefined || job.delayMs <= 0) return await this.addDue(job);
        this.remember(jobId(job));
        return await this.addJob(job, []);
      }),
    );
  }

  private addDue(job: StepJob): Promise<void> {
    return new Promise((resolve, reject) => {
      this.dueNow.push({ job, resolve, reject });
      if (!this.adding) void this.addAllDue();
    });
  }

  /** Whoever comes while a job is being added is in the next one. Never throws: each of them hears how its own went. */
  private async addAllDue(): Promise<void> {
    this.adding = true;
    // Those who come in this turn of the event loop as well.
    await Promise.resolve();
    for (let [first] = this.dueNow; first !== undefined; [first] = this.dueNow) {
      const { step } = first.job;
      const batch = this.dueNow.filter(({ job }) => job.step === step).slice(0, maxStepsOfJob);
      this.dueNow = this.dueNow.filter((one) => !batch.includes(one));
      try {
        const [one, ...more] = batch.map(({ job }) => job);
        // One that is stuck must not hold up those who come when the queue is back.
        if (one) await within(addTimeoutMs, this.addJob(one, more));
        for (const { resolve } of batch) resolve();
      } catch (thrown) {
        for (const { reject } of batch) reject(thrown);
      }
    }
    this.adding = false;
  }

  /** By itself and not by `addBulk`, which in Postgres makes temporary tables: our role may make nothing. */
  private async addJob(job: StepJob, others: readonly StepJob[]): Promise<void> {
    const [first, ...more] = [job, ...others].map(({ taskId, listingId, listingVersion, round }) => {
      return { taskId, listingId, listingVersion, round };
    });
    const data = { ...(first as TaskData), ...(more.length > 0 && { more }) };
    const delay = (job.delayMs ?? 0) > 0 ? { delay: Math.ceil(job.delayMs ?? 0) } : {};
    // A job of many is another one than that of its first task alone.
    const id = more.length > 0 ? `${jobId(job)}-and-${more.length}` : jobId(job);
    await this.queue.add(job.step, data, { jobId: id, ...delay });
  }

  private remember(id: string): void {
    this.delayed.delete(id);
    this.delayed.add(id);
    const [oldest] = this.delayed;
    if (this.delayed.size > maxRemembered && oldest !== undefined) this.delayed.delete(oldest);
  }

  private async run(handler: StepHandler, job: Job<JobData, void, string>, token: string | undefined): Promise<void> {
    const tries = job.attemptsStarted;
    const { more = [], ...first } = job.data;
    const tasks = [first, ...more];
    const done = await Promise.allSettled(tasks.map((task) => handler({ ...task, step: job.name as StepName }, tries)));
    const failed = done.find((one) => one.status === 'rejected');
    // Tried again as a whole: what is done has nothing to do then.
    if (failed) throw failed.reason;
    const waits = done.map((one) => (one.status === 'fulfilled' ? one.value?.againMs : undefined));
    const [next, ...others] = tasks.filter((_, at) => waits[at] !== undefined);
    if (next === undefined) return;
    if (others.length + 1 < tasks.length) await job.updateData({ ...next, more: others });
    const againMs = Math.min(...waits.filter((ms) => ms !== undefined));
    await job.moveToDelayed(this.clock.now().getTime() + againMs, token);
    throw new DelayedError();
  }

  /** A backend that is away raises the same error many times a second; it is said once in ten seconds. */
  private report(error: unknown): void {
    if (this.producerLife.over || monotonicMs() - this.lastErrorLoggedMs < 10_000) return;
    this.lastErrorLoggedMs = monotonicMs();
    this.log.warn({ err: error }, 'The queue has lost its connection or a job; it reconnects by itself.');
  }
}

/**
 * A backend with the patience that BullMQ's lack: a server that is away for a moment must cost that moment.
 *
 * The one on Postgres remembers a first connection that failed and never makes another. And a worker whose fetch fails comes
 * back at once: where the failure is remembered, that loop has no pause in which anything else of the process could run.
 */
function patient(factory: Backend): Backend {
  return (name, options, details) => {
    const backend = factory(name, options, details);
    if (backend instanceof PostgresQueueBackend) {
      forgetFailures(backend.connection);
      forgetFailures(backend);
    }
    const moveToActive = backend.moveToActive.bind(backend);
    backend.moveToActive = async (...fetch) => {
      try {
        return await moveToActive(...fetch);
      } catch (error) {
        await pause(fetchPauseMs);
        throw error;
      }
    };
    return backend;
  };
}

function forgetFailures(connecting: { waitUntilReady(): Promise<void> }): void {
  const waitUntilReady = connecting.waitUntilReady.bind(connecting);
  connecting.waitUntilReady = async () => {
    try {
      await waitUntilReady();
    } catch (error) {
      Reflect.set(connecting, 'readyPromise', undefined);
      throw error;
    }
  };
}

/**
 * Makes what the Postgres backend needs, within the caller's transaction, and lets `role` use it but not change it. Running
 * it again with a newer BullMQ applies what is new there.
 */
export async function installQueueSchema(
  query: (sql: string, params?: readonly unknown[]) => Promise<unknown>,
  role: string,
): Promise<void> {
  // BullMQ brackets its work with BEGIN and COMMIT; here the whole plan is one transaction, which is the caller's.
  const brackets = new Set(['BEGIN', 'COMMIT', 'ROLLBACK']);
  await runMigrations(
    {
      async query<Row>(sql: string, params?: readonly unknown[]): Promise<{ rows: Row[] }> {
        if (brackets.has(sql)) return { rows: [] };
        const rows = await query(sql, params);
        return { rows: Array.isArray(rows) ? (rows as Row[]) : [] };
      },
    },
    queueSchema,
  );
  await query(
    `GRANT USAGE ON SCHEMA ${queueSchema} TO ${role};
     GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${queueSchema} TO ${role};
     REVOKE INSERT, UPDATE, DELETE ON ${queueSchema}.migration FROM ${role};
     GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${queueSchema} TO ${role};
     GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${queueSchema} TO ${role}`,
  );
}
