/**
 * What a bot has bought for which of its own tasks, in a file that is written before any money moves. A bot that is killed in
 * its work finds here what it has paid for already, and pays for nothing twice.
 */
import type { Purchase } from '#sdk/errors';
import { readState, writeState } from './state-file.js';

export interface Entry {
  /** To fetch the result with, or to finish the payment. */
  readonly purchase: Purchase;
  /** The most that it costs, the route included. */
  readonly atMostMsat: string;
  /** What it has cost; absent until it is paid. */
  readonly paidMsat?: string;
  /** The task that was bought and its key, with which it is canceled. */
  readonly taskId?: string | undefined;
  readonly taskKey?: string | undefined;
  /** Milliseconds since 1970. After that nobody asks for it any more. */
  readonly keepUntilMs: number;
}

/** By own task and service. */
type Pages = Record<string, Record<string, Entry>>;

export class Notebook {
  readonly #file: string;
  #pages: Pages;

  constructor(file: string) {
    this.#file = file;
    this.#pages = readState<Pages>(file) ?? {};
  }

  find(ownTaskId: string, service: string): Entry | undefined {
    return this.#pages[ownTaskId]?.[service];
  }

  write(ownTaskId: string, service: string, entry: Entry): void {
    this.#pages[ownTaskId] = { ...this.#pages[ownTaskId], [service]: entry };
    this.#save();
  }

  /** The payment has come back: as if it had never been. */
  strike(ownTaskId: string, service: string): void {
    const { [service]: _, ...others } = this.#pages[ownTaskId] ?? {};
    this.#pages[ownTaskId] = others;
    this.#save();
  }

  /** What the purchases for a task may cost in all, those excepted that are of this service. */
  committedMsat(ownTaskId: string, except: string): bigint {
    const entries = Object.entries(this.#pages[ownTaskId] ?? {}).filter(([service]) => service !== except);
    return entries.reduce((sum, [, { atMostMsat, paidMsat }]) => sum + BigInt(paidMsat ?? atMostMsat), 0n);
  }

  /** What the purchases for a task have cost so far. */
  spentMsat(ownTaskId: string): bigint {
    const entries = Object.values(this.#pages[ownTaskId] ?? {});
    return entries.reduce((sum, { paidMsat }) => sum + BigInt(paidMsat ?? '0'), 0n);
  }

  #save(): void {
    const isWanted = (page: Record<string, Entry>) =>
      Object.values(page).some(({ keepUntilMs }) => keepUntilMs > Date.now());
    this.#pages = Object.fromEntries(Object.entries(this.#pages).filter(([, page]) => isWanted(page)));
    writeState(this.#file, this.#pages);
  }
}
