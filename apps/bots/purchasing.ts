/**
 * Buys what a task needs from other bots, within the limits of that task: at most its budget for all purchases together, and
 * only from bots that deliver while there is time. As each hop of a chain of bots has less money and less time than the one
 * before, no chain goes on for ever.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bought, type BuyStep, payAndFetch } from '#sdk/buyer';
import type { MarketClient, Service } from '#sdk/client';
import { CredentialRefused, MarketError, PaymentFailed, TooExpensive } from '#sdk/errors';
import { limited } from '#sdk/limited';
import { type PulledTask, Refuse } from '#sdk/pull-work';
import type { Wallet } from '#sdk/wallet';
import { emit } from './bot.js';
import type { Entry, Notebook } from './notebook.js';
import { reasonOf, type TaskReply } from './task-reply.js';

export interface PurchasingOptions {
  /** An anonymous client: the purchases are paid from the wallet, not from an account. */
  readonly market: MarketClient;
  readonly wallet: Wallet;
  readonly notebook: Notebook;
  /** For all purchases of one task, routing fees included. */
  readonly budgetMsat: bigint;
}

export interface Supply {
  readonly service: string;
  readonly paidMsat: string;
  readonly taskId: string;
  readonly output: unknown;
}

/** The most that one payment's route may cost. */
const routeMsat = 1_000n;
/** So long before the deadline it gives up, so that its customer hears of it in time. */
const giveUpBeforeMs = 2_000;
/** After giving up, the canceled payment has so long to come back. */
const graceMs = 1_000;
/** Results are asked for again after the end of a task, should its seller be killed just then. */
const keepMs = 10 * 60_000;

export class Purchasing {
  readonly #options: PurchasingOptions;

  constructor(options: PurchasingOptions) {
    this.#options = options;
  }

  /** Throws `Refuse` when the task cannot be done because of it; anything else may go better at another attempt. */
  async buy(task: PulledTask, service: string, input: unknown): Promise<Supply> {
    const { notebook, market, wallet, budgetMsat } = this.#options;
    const startedMs = Date.now();
    const leftMsat = budgetMsat - notebook.committedMsat(task.taskId, service);
    const known = notebook.find(task.taskId, service);
    if (!known) await this.#consider(task, service, leftMsat);
    const timeUp = limited(Math.max(0, timeLeftMs(task)), task.signal);
    const buying = payAndFetch(
      market.taskUrl(service),
      {
        method: 'POST',
        // The same for every attempt at the same task: a second one that has not paid yet gets the first one's invoice.
        headers: { 'content-type': 'application/json', 'idempotency-key': `${task.taskId} ${service}` },
        body: JSON.stringify({ input }),
        signal: timeUp,
      },
      {
        wallet,
        maxMsat: leftMsat - routeMsat,
        maxFeeMsat: routeMsat,
        onStep: this.#noter(task, service),
        ...(known && { resume: known.purchase }),
      },
    );
    const { response } = await this.#inTime(buying, timeUp, task, service);
    const reply = (await response.json().catch(() => ({}))) as TaskReply;
    if (!response.ok || reply.output === undefined) {
      throw new Refuse(`${service}: ${reply.reason ?? reply.detail ?? `answered ${response.status}`}`);
    }
    const { paidMsat = '0', taskId = reply.taskId ?? '' } = notebook.find(task.taskId, service) ?? {};
    emit({
      event: 'supplied',
      taskId: task.taskId,
      service,
      boughtTaskId: taskId,
      paidMsat,
      ms: Date.now() - startedMs,
    });
    return { service, paidMsat, taskId, output: reply.output };
  }

  /** Is there money and time enough for it? Whether the invoice asks for no more is seen when it is there. */
  async #consider(task: PulledTask, service: string, leftMsat: bigint): Promise<void> {
    const { state, priceMsat, deadlineMs } = await this.#look(service);
    if (state !== 'published') throw new Refuse(`${service} is not on sale now`);
    if (BigInt(priceMsat) > leftMsat - routeMsat) {
      throw new Refuse(`${service} costs ${priceMsat} msat, which is more than is left for it`);
    }
    if (deadlineMs > timeLeftMs(task)) throw new Refuse(`${service} may take longer than there is time`);
  }

  async #look(slug: string): Promise<Service> {
    try {
      return (await this.#options.market.service(slug)).service;
    } catch (error) {
      if (error instanceof MarketError && error.status === 404) throw new Refuse(`${slug} is not on sale`);
      throw error;
    }
  }

  /** Keeps the notebook: the purchase before it is paid, its price afterwards. */
  #noter(task: PulledTask, service: string): (step: BuyStep) => void {
    const { notebook } = this.#options;
    const known = notebook.find(task.taskId, service);
    let entry = known;
    const note = (change: Entry) => {
      entry = change;
      notebook.write(task.taskId, service, change);
    };
    return (step) => {
      if (step.name === 'challenge' && !known) {
        const { taskId, taskKey } = (step.body ?? {}) as TaskReply;
        const atMostMsat = String(step.amountMsat + routeMsat);
        entry = { purchase: step.purchase, atMostMsat, taskId, taskKey, keepUntilMs: Date.now() + keepMs };
      } else if (step.name === 'paying' && !known && entry) {
        note(entry);
        emit({ event: 'buying', taskId: task.taskId, service, amountMsat: String(step.amountMsat) });
      } else if (step.name === 'paid' && entry) {
        note({ ...entry, purchase: step.purchase, paidMsat: String(step.paidMsat + step.feeMsat) });
      }
    };
  }

  /**
   * A payment that is held cannot be called back by the wallet, but the task can be canceled as long as it is not delivered,
   * and then the payment fails at once.
   */
  async #inTime(buying: Promise<Bought>, timeUp: AbortSignal, task: PulledTask, service: string): Promise<Bought> {
    const { notebook, market } = this.#options;
    const late = once(timeUp).then(async (): Promise<never> => {
      const { taskId, taskKey } = notebook.find(task.taskId, service) ?? {};
      // Refused where it is delivered already, which the payment tells; out of reach, its own deadline gives the money back.
      if (taskId && taskKey) await market.cancel(taskId, taskKey).catch(() => undefined);
      await sleep(graceMs);
      throw new Refuse(`${service} did not deliver in time`);
    });
    try {
      return await Promise.race([buying, late]);
    } catch (error) {
      if (timeUp.aborted && error instanceof PaymentFailed) notebook.strike(task.taskId, service);
      if (timeUp.aborted) throw new Refuse(`${service} did not deliver in time`);
      return await this.#explain(error, task, service);
    }
  }

  async #explain(error: unknown, task: PulledTask, service: string): Promise<never> {
    const { notebook, market } = this.#options;
    if (error instanceof PaymentFailed) {
      const why = await reasonOf(market, notebook.find(task.taskId, service) ?? {});
      notebook.strike(task.taskId, service);
      throw new Refuse(`${service} did not deliver (${why ?? error.reason})`);
    }
    if (error instanceof TooExpensive) throw new Refuse(`${service} asks for more than is left for it`);
    if (error instanceof CredentialRefused) throw new Refuse(`${service} was paid and asks to be paid again`);
    throw error;
  }
}

function timeLeftMs({ deadlineAt }: PulledTask): number {
  return deadlineAt.getTime() - Date.now() - giveUpBeforeMs;
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
