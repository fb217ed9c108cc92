/** Dispatch: tasks and the work on them. Owns the schema `dispatch`; calls the registry and billing. */
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { Registry } from '#contracts/registry';
import { type Clock, systemClock } from '#kernel/clock';
import type { HealthCheck } from '#observability/health';
import { Outbound } from '#outbound/call';
import { adminMethods, adminParts } from './admin/admin-parts.js';
import { TaskLists } from './admin/task-lists.js';
import { Alarm } from './alarm.js';
import { AttemptStore } from './attempt-store.js';
import { Canceling } from './canceling.js';
import type { DispatchConfig } from './config.js';
import { type Context, contextToken, createContext } from './context.js';
import { Ending } from './ending.js';
import { Intake } from './intake.js';
import type { Log } from './log.js';
import { Offering } from './offering.js';
import { OutcomeStore } from './outcome-store.js';
import { PieceStore } from './piece-store.js';
import { Places } from './places.js';
import { Answering } from './questions/answering.js';
import { Asking } from './questions/asking.js';
import { Giving } from './questions/giving.js';
import { QuestionStore } from './questions/question-store.js';
import type { QueueFactory, StepQueue } from './queue.js';
import { ReadStore } from './read-store.js';
import { Reading } from './reading.js';
import { Reporter } from './reporter.js';
import { Results } from './results.js';
import { Running } from './running.js';
import { Sellers } from './seller.js';
import { Steps } from './steps.js';
import { SweepStore } from './sweep-store.js';
import { Sweeper } from './sweeper.js';
import { type Sql, TaskStore } from './task-store.js';
import { UnpaidStore } from './unpaid-store.js';
import { Versions } from './versions.js';
import { Waiters } from './waiters.js';
import { webhookParts } from './webhooks/webhook-parts.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { WebhookStore } from './webhooks/webhook-store.js';
import { Webhooks } from './webhooks/webhooks.js';
import { Claimers } from './workers/claimers.js';
import { Claiming } from './workers/claiming.js';
import { Completion } from './workers/completion.js';
import { LeaseStore } from './workers/lease-store.js';
import { Leases } from './workers/leases.js';
import { Seekers } from './workers/seekers.js';

export interface DispatchDeps {
  /** Opened as botbazaar_dispatch; it stays the caller's to close. */
  readonly database: Sql;
  readonly registry: Registry;
  readonly billing: Billing;
  readonly clock: Clock;
  readonly logger: Log;
  /** The market's webhook key, at least 32 bytes, from which the secrets of sellers and of buyers' webhooks are derived. */
  readonly webhookKey: Buffer;
  readonly queue: QueueFactory;
}

export interface RunningDispatch {
  readonly service: Dispatch;
  readonly health: readonly HealthCheck[];
  /** Answers everyone who waits for a change or for work, before a stop: another replica lets them wait. */
  endWaiting(): void;
  /** Takes no more work, waits for open calls, gives the rest back to the queue. */
  stop(): Promise<void>;
}

const queueToken = Symbol('StepQueue');

@Module({})
class DispatchModule {
  static compose(config: DispatchConfig, deps: DispatchDeps): DynamicModule {
    return {
      module: DispatchModule,
      providers: [...foundations(config, deps), ...stores(deps), ...rules(config, deps)],
    };
  }
}

function foundations(config: DispatchConfig, { logger, clock, queue }: DispatchDeps) {
  return [
    {
      provide: Waiters,
      inject: [ReadStore],
      useFactory: (reads: ReadStore) =>
        new Waiters(
          (taskUuids) => reads.etags(taskUuids),
          (error) =>
            logger.warn({ err: error }, 'Changes by other processes could not be looked for; the next look comes.'),
        ),
    },
    { provide: Claimers, useFactory: () => new Claimers(config.claims) },
    { provide: Places, useFactory: () => new Places() },
    { provide: Seekers, useFactory: () => new Seekers() },
    { provide: Alarm, useFactory: () => new Alarm() },
    { provide: Outbound, useFactory: () => new Outbound({ allowedEndpoints: config.allowedEndpoints }) },
    { provide: queueToken, useFactory: () => queue(logger, systemClock) },
    {
      provide: contextToken,
      inject: [Waiters, Claimers, Alarm],
      useFactory: (waiters: Waiters, claimers: Claimers, webhooks: Alarm) =>
        createContext(clock, logger, config.retentionMs, { waiters, claimers, webhooks }),
    },
  ];
}

function stores({ database }: DispatchDeps) {
  return [
    TaskStore,
    AttemptStore,
    LeaseStore,
    QuestionStore,
    PieceStore,
    UnpaidStore,
    SweepStore,
    ReadStore,
    OutcomeStore,
    TaskLists,
    WebhookStore,
  ].map((Store) => ({
    provide: Store,
    useFactory: () => new Store(database),
  }));
}

function rules(config: DispatchConfig, deps: DispatchDeps) {
  const { registry, billing, webhookKey } = deps;
  return [
    { provide: Versions, useFactory: () => new Versions(registry) },
    {
      provide: Sellers,
      inject: [Outbound],
      useFactory: (outbound: Outbound) => new Sellers(outbound, webhookKey, config.publicBaseUrl),
    },
    {
      provide: Ending,
      inject: [contextToken, TaskStore, UnpaidStore, queueToken],
      useFactory: (context: Context, tasks: TaskStore, unpaid: UnpaidStore, queue: StepQueue) =>
        new Ending(context, tasks, unpaid, billing, queue),
    },
    {
      provide: Results,
      inject: [contextToken, TaskStore, AttemptStore, Ending, queueToken, Places, Asking],
      useFactory: (
        context: Context,
        tasks: TaskStore,
        attempts: AttemptStore,
        ending: Ending,
        queue: StepQueue,
        places: Places,
        asking: Asking,
      ) => new Results(context, { tasks, attempts, ending, queue, places, asking }),
    },
    {
      provide: Offering,
      inject: [contextToken, TaskStore, AttemptStore, Versions, Sellers, Results, Ending, Places, QuestionStore],
      useFactory: (
        context: Context,
        tasks: TaskStore,
        attempts: AttemptStore,
        versions: Versions,
        sellers: Sellers,
        results: Results,
        ending: Ending,
        places: Places,
        questions: QuestionStore,
      ) =>
        new Offering(
          context,
          { tasks, attempts, versions, sellers, results, ending, places, questions },
          config.maxCalls,
        ),
    },
    {
      provide: Reporter,
      inject: [contextToken, OutcomeStore, Seekers],
      useFactory: (context: Context, outcomes: OutcomeStore, seekers: Seekers) =>
        new Reporter(context, outcomes, seekers, registry, config.reportIntervalMs),
    },
    ...claims(config),
    ...questions(),
    ...webhookParts(config.webhooks, deps),
    ...entrances(config, deps),
    ...adminParts,
  ];
}

/** What sellers do that claim their work. */
function claims(config: DispatchConfig) {
  return [
    {
      provide: Claiming,
      inject: [contextToken, LeaseStore, QuestionStore, PieceStore, Claimers, Seekers],
      useFactory: (
        context: Context,
        leases: LeaseStore,
        questions: QuestionStore,
        pieces: PieceStore,
        claimers: Claimers,
        seekers: Seekers,
      ) => new Claiming(context, { leases, questions, pieces, claimers, seekers }, config.claimPollMs),
    },
    {
      provide: Leases,
      inject: [contextToken, LeaseStore, TaskStore, Results, PieceStore],
      useFactory: (context: Context, leases: LeaseStore, tasks: TaskStore, results: Results, pieces: PieceStore) =>
        new Leases(context, { leases, tasks, results, pieces }),
    },
  ];
}

/** What sellers ask their buyers, and how the answers reach them. */
function questions() {
  return [
    {
      provide: Asking,
      inject: [contextToken, TaskStore, QuestionStore, ReadStore, Waiters],
      useFactory: (context: Context, tasks: TaskStore, store: QuestionStore, reads: ReadStore, waiters: Waiters) =>
        new Asking(context, tasks, store, reads, waiters),
    },
    {
      provide: Giving,
      inject: [contextToken, AttemptStore, QuestionStore, Versions, Sellers, Results, Offering],
      useFactory: (
        context: Context,
        attempts: AttemptStore,
        store: QuestionStore,
        versions: Versions,
        sellers: Sellers,
        results: Results,
        offering: Offering,
      ) => new Giving(context, { attempts, questions: store, versions, sellers, results, offering }),
    },
    {
      provide: Answering,
      inject: [contextToken, ReadStore, QuestionStore, Giving],
      useFactory: (context: Context, reads: ReadStore, store: QuestionStore, giving: Giving) =>
        new Answering(context, reads, store, giving),
    },
  ];
}

/** Where work comes in: requests, jobs and the sweeper. */
function entrances(config: DispatchConfig, { webhookKey }: DispatchDeps) {
  return [
    {
      provide: Intake,
      inject: [contextToken, TaskStore, UnpaidStore, Ending, queueToken],
      useFactory: (context: Context, tasks: TaskStore, unpaid: UnpaidStore, ending: Ending, queue: StepQueue) =>
        new Intake(
          context,
          { tasks, unpaid, ending, queue },
          { allowedEndpoints: config.allowedEndpoints, webhookKey },
        ),
    },
    {
      provide: Completion,
      inject: [contextToken, TaskStore, AttemptStore, Versions, Sellers, Results, Asking],
      useFactory: (
        context: Context,
        tasks: TaskStore,
        attempts: AttemptStore,
        versions: Versions,
        sellers: Sellers,
        results: Results,
        asking: Asking,
      ) => new Completion(context, { tasks, attempts, versions, sellers, results, asking }),
    },
    {
      provide: Reading,
      inject: [contextToken, ReadStore, AttemptStore, PieceStore, Waiters],
      useFactory: (context: Context, reads: ReadStore, attempts: AttemptStore, pieces: PieceStore, waiters: Waiters) =>
        new Reading(context, reads, attempts, pieces, waiters),
    },
    {
      provide: Canceling,
      inject: [ReadStore, Ending, Offering],
      useFactory: (reads: ReadStore, ending: Ending, offering: Offering) => new Canceling(reads, ending, offering),
    },
    {
      provide: Steps,
      inject: [contextToken, TaskStore, Offering, Ending, queueToken],
      useFactory: (context: Context, tasks: TaskStore, offering: Offering, ending: Ending, queue: StepQueue) =>
        new Steps(context, tasks, offering, ending, queue),
    },
    {
      provide: Sweeper,
      inject: [contextToken, SweepStore, UnpaidStore, Offering, Giving, Results, Ending],
      useFactory: (
        context: Context,
        sweeps: SweepStore,
        unpaid: UnpaidStore,
        offering: Offering,
        giving: Giving,
        results: Results,
        ending: Ending,
      ) => new Sweeper(context, { sweeps, unpaid, offering, giving, results, ending }, config.sweepIntervalMs),
    },
    {
      provide: Running,
      inject: [queueToken, Steps, Sweeper, Offering, Outbound, Waiters, Claiming, Reporter, WebhookSender],
      useFactory: (
        queue: StepQueue,
        steps: Steps,
        sweeper: Sweeper,
        offering: Offering,
        outbound: Outbound,
        waiters: Waiters,
        claiming: Claiming,
        reporter: Reporter,
        webhooks: WebhookSender,
      ) => new Running({ queue, steps, sweeper, offering, outbound, waiters, claiming, reporter, webhooks }, config),
    },
  ];
}

export async function start(config: DispatchConfig, deps: DispatchDeps): Promise<RunningDispatch> {
  const application = await NestFactory.createApplicationContext(DispatchModule.compose(config, deps), {
    logger: false,
    abortOnError: false,
  });
  const intake = application.get(Intake);
  const reading = application.get(Reading);
  const canceling = application.get(Canceling);
  const completion = application.get(Completion);
  const claiming = application.get(Claiming);
  const leases = application.get(Leases);
  const asking = application.get(Asking);
  const answering = application.get(Answering);
  const buyerWebhooks = application.get(Webhooks);
  return {
    service: {
      keepTask: (request) => intake.keep(request),
      dropTask: (request) => intake.drop(request),
      fundTask: (request) => intake.fund(request),
      defundTask: (request) => canceling.defund(request),
      getTask: (request) => reading.getTask(request),
      cancelTask: (request) => canceling.cancel(request),
      completeAttempt: (request) => completion.complete(request),
      claimTask: (request) => claiming.claim(request),
      renewLease: (request) => leases.renew(request),
      finishAttempt: (request) => completion.finish(request),
      releaseAttempt: (request) => leases.release(request),
      awaitAnswer: (request) => asking.awaitAnswer(request),
      provideInput: (request) => answering.provide(request),
      getPieces: (request) => reading.getPieces(request),
      listWebhooks: (request) => buyerWebhooks.list(request),
      replayWebhook: (request) => buyerWebhooks.replay(request),
      enableWebhook: (request) => buyerWebhooks.enable(request),
      getTimeline: (request) => reading.getTimeline(request),
      ...adminMethods(application),
    },
    health: healthOf(deps.database),
    endWaiting: () => application.get(Running).endWaiting(),
    stop: () => application.close(),
  };
}

/** A queue that is away costs a second per task and no task, so it does not make dispatch unready: it is logged. */
function healthOf(database: Sql): HealthCheck[] {
  return [
    {
      name: 'dispatch database',
      async check() {
        await database.query('SELECT 1 FROM dispatch.task LIMIT 1');
        return undefined;
      },
    },
  ];
}
