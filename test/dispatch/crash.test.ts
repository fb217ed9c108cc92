/**
 * Kills the process at each of its steps, before and after the step had its effect, with all jobs lost; then one healthy
 * process has to bring every task to the end that it would have had, with the money where it belongs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import type { Dispatch } from '#contracts/dispatch';
import type { VersionReply } from '#contracts/registry';
import { AppError } from '#kernel/errors';
import { suiteDatabase } from '#test/harness/database';
import {
  type Bought,
  brokenInvariants,
  callBack,
  createKit,
  fund,
  type Kit,
  keep,
  read,
  until,
} from './dispatch-kit.js';
import { memoryQueue } from './memory-queue.js';
import { type Death, MortalWorld } from './mortal-world.js';
import { worker } from './pulling.js';
import { answer, type Behaviour, type SellerServer, startSeller } from './seller-server.js';

interface Scenario {
  readonly name: string;
  /** Of a seller that is called; without one a worker claims, and does with each attempt what `work` says. */
  readonly behaviour?: (suite: { service(): Dispatch; listing(): VersionReply }) => Behaviour;
  readonly work?: (attempt: number) => 'complete' | 'fail' | 'refuse';
  readonly windowMs: number;
  readonly end: { readonly state: string; readonly charge: 'captured' | 'canceled' };
}

const delivered = { state: 'DELIVERED', charge: 'captured' } as const;
const scenarios: Scenario[] = [
  {
    name: 'an inline answer',
    behaviour: () => (_, response) => answer(response, 200, { output: 'done' }),
    windowMs: 40_000,
    end: delivered,
  },
  {
    name: 'a callback',
    behaviour:
      (suite) =>
      async (offer, response, { headers }) => {
        answer(response, 202, {});
        // A seller repeats its callback until it is told something definite.
        for (let tries = 0; tries < 200; tries += 1) {
          await sleep(50);
          const body = { output: 'done' };
          const call = callBack(suite.service(), suite.listing(), String(headers['webhook-id']), offer, body);
          if (await call.then(() => true, isDefinite)) return;
        }
      },
    windowMs: 40_000,
    end: delivered,
  },
  {
    name: 'a second attempt',
    behaviour: () => (offer, response) => answer(response, offer.attempt === 1 ? 500 : 200, { output: 'done' }),
    windowMs: 40_000,
    end: delivered,
  },
  {
    name: 'a refusal',
    behaviour: () => (_, response) => answer(response, 422, { error: { message: 'no' } }),
    windowMs: 40_000,
    end: { state: 'REJECTED', charge: 'canceled' },
  },
  { name: 'a claim', work: () => 'complete', windowMs: 40_000, end: delivered },
  {
    name: 'a second claim',
    work: (attempt) => (attempt === 1 ? 'fail' : 'complete'),
    windowMs: 40_000,
    end: delivered,
  },
  {
    name: 'a claim that is refused',
    work: () => 'refuse',
    windowMs: 40_000,
    end: { state: 'REJECTED', charge: 'canceled' },
  },
  { name: 'silence', behaviour: () => () => undefined, windowMs: 500, end: { state: 'EXPIRED', charge: 'canceled' } },
];

/** Claims from whatever process there is. A result whose answer is lost is brought again until the answer is definite. */
function startWorker(
  service: () => Dispatch,
  listing: VersionReply,
  work: (attempt: number) => 'complete' | 'fail' | 'refuse',
): () => Promise<void> {
  let stopping = false;
  const bring = async (claim: { taskId: string; attempt: number }) => {
    const what = work(claim.attempt);
    const { complete, fail } = worker(service(), listing);
    const call = what === 'complete' ? complete(claim, 'done') : fail(claim, 'no', what === 'fail');
    return await call.then(() => true, isDefinite);
  };
  const run = async () => {
    while (!stopping) {
      const claim = await worker(service(), listing)
        .claim(200, 1_000)
        .catch(() => null);
      if (claim === null) await sleep(5);
      for (let tries = 0; claim !== null && tries < 100 && !(await bring(claim)); tries += 1) await sleep(20);
    }
  };
  const running = Promise.all([run(), run(), run()]);
  return async () => {
    stopping = true;
    await running;
  };
}

function isDefinite(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'task_not_running';
}

describe('a process that dies at any step', () => {
  let seller: SellerServer;
  let kit: Kit;
  let current: RunningDispatch;
  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
  });

  /** One life: keeps, funds and works at one task until the death, or until nothing more happens. */
  async function live(scenario: Scenario, listing: VersionReply, death: Death): Promise<Bought & { steps: number }> {
    const world = new MortalWorld(death);
    current = await kit.start(
      { sweepIntervalMs: 3_600_000, stopGraceMs: 0 },
      {
        database: world.database(kit.database),
        billing: world.neighbour(kit.billing.service),
        registry: world.neighbour(kit.registry.service),
        queue: memoryQueue(),
      },
    );
    let bought: Bought | undefined;
    try {
      bought = await keep(current.service, listing);
    } catch {
      // The gateway would not have answered; what was kept, if anything, is deleted unpaid.
      await current.stop();
      return { ...lostPurchase, steps: world.steps };
    }
    kit.billing.hold(bought.taskId);
    await fund(current.service, bought, { windowMs: scenario.windowMs }).catch(() => undefined);
    const task = { ...bought };
    await until(
      async () => world.dead || (await isOver(task)),
      (over) => over,
    );
    await current.stop();
    return { ...bought, steps: world.steps };
  }

  async function isOver({ taskId }: Bought): Promise<boolean> {
    const [row] = await kit.database.query<{ closed: Date | null }>(
      'SELECT charge_closed_at AS closed FROM dispatch.task WHERE id = $1',
      [taskId.slice(4)],
    );
    return row?.closed != null;
  }

  it.each(scenarios)(
    'ends as it should: $name',
    async (scenario) => {
      const { behaviour, work } = scenario;
      const called = behaviour?.({ service: () => current.service, listing: () => listing });
      const listing: VersionReply = kit.registry.add({
        ...(called && { url: seller.serve(called) }),
        maxConcurrency: 100,
      });
      const stopWorker = work && startWorker(() => current.service, listing, work);
      const { steps } = await live(scenario, listing, { step: 0, when: 'before' });
      expect(steps).toBeGreaterThan(3);
      const lives: (Bought & { death: Death })[] = [];
      for (let step = 1; step <= steps; step += 1) {
        for (const when of ['before', 'after'] as const) {
          const death = { step, when };
          const bought = await live(scenario, listing, death);
          if (bought !== lostPurchase && bought.taskId !== lostPurchase.taskId) lives.push({ ...bought, death });
        }
      }
      expect(lives.length).toBeGreaterThanOrEqual(2 * steps - 2);

      current = await kit.start({}, { queue: memoryQueue() });
      // Settlement repeats what it could not report.
      for (const one of lives) await fund(current.service, one, { windowMs: scenario.windowMs });
      for (const { death, ...bought } of lives) {
        const task = await read(current.service, bought, 30_000);
        expect({ death, state: task.state }).toEqual({ death, state: scenario.end.state });
        await until(
          () => isOver(bought),
          (over) => over,
        );
        expect({ death, charge: kit.billing.charges.get(bought.taskId) }).toEqual({
          death,
          charge: scenario.end.charge,
        });
      }
      await stopWorker?.();
      expect(await brokenInvariants(kit.database)).toEqual([]);
      await current.stop();
    },
    120_000,
  );

  it('leaves nothing that an admin must look at', () => {
    expect(kit.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

const lostPurchase = {
  taskId: `tsk_${'0'.repeat(32)}`,
  taskKeyHash: Buffer.alloc(32),
  paymentHash: Buffer.alloc(32),
  clientKey: Buffer.alloc(32),
} as Bought;
