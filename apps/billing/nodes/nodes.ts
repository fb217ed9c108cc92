/**
 * The Lightning nodes that billing may use. Every charge names its node by public key, so there can be several; a new
 * charge goes to one that answers, follows the chain, and that settlement finds fit, where so much can arrive.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#kernel/errors';
import { type Msat, zeroMsat } from '#kernel/msat';
import type { InvoiceDesk } from '#lightning/invoice-desk';
import type { Logger } from '#observability/logger';
import type { NodeConditions } from './node-conditions.js';

const refreshIntervalMs = 10_000;
const retryIntervalMs = 500;

export class Nodes {
  private readonly desks = new Map<string, InvoiceDesk>();
  private readonly healthy = new Set<string>();
  private readonly stopping = new AbortController();
  private turn = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly all: readonly InvoiceDesk[],
    private readonly conditions: Pick<NodeConditions, 'start' | 'stop' | 'unfit' | 'hasRoomFor'>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.conditions.start();
    this.running = Promise.all(this.all.map((desk) => this.keepAsking(desk))).then(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const desk of this.all) desk.close();
    await this.running;
    await this.conditions.stop();
  }

  /** The public key of the node that gets the next invoice, by turns; undefined while none can take such a payment. */
  forNewCharge(amountMsat: Msat): string | undefined {
    const able = this.able(amountMsat);
    this.turn += 1;
    return able[this.turn % able.length];
  }

  private able(amountMsat: Msat): string[] {
    return this.fit().filter((node) => this.conditions.hasRoomFor(node, amountMsat));
  }

  /** Whether it answers us, and settlement finds nothing wrong with it. */
  isFit(node: string): boolean {
    return this.healthy.has(node) && this.conditions.unfit(node) === undefined;
  }

  private fit(): string[] {
    return [...this.healthy].filter((node) => this.isFit(node));
  }

  desk(node: string): InvoiceDesk {
    const desk = this.desks.get(node);
    if (!desk) throw new AppError('lightning_unavailable', 'the node of this charge is not connected');
    return desk;
  }

  /** Whether it is one of the marketplace's own nodes. */
  isOurs(node: string): boolean {
    return this.desks.has(node);
  }

  /** Why no node can take a payment, or not one of that amount; undefined while one can. */
  missing(amountMsat: Msat = zeroMsat): string | undefined {
    if (this.able(amountMsat).length > 0) return undefined;
    if (this.fit().length > 0) return 'so much cannot arrive over the channels of any Lightning node';
    for (const node of this.healthy) return this.conditions.unfit(node);
    return 'no Lightning node that follows the chain is connected';
  }

  /** Learns which node stands behind the desk, and whether it follows the chain; without that, holds have no clock. */
  private async keepAsking(desk: InvoiceDesk): Promise<void> {
    let pubkey: string | undefined;
    let first: string | undefined;
    let answered = true;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const identity = await desk.identity();
        if (pubkey !== undefined && pubkey !== identity.pubkey) this.replace(pubkey, identity.pubkey);
        pubkey = identity.pubkey;
        first ??= pubkey;
        this.desks.set(pubkey, desk);
        // A node that took the place of another is none that anybody chose; a restart chooses it.
        if (identity.syncedToChain && pubkey === first) this.healthy.add(pubkey);
        else this.healthy.delete(pubkey);
        answered = true;
      } catch (error) {
        if (pubkey !== undefined) this.healthy.delete(pubkey);
        if (answered && !signal.aborted) {
          this.logger.warn({ err: error, node: pubkey }, 'a Lightning node does not answer and gets no new charges');
        }
        answered = false;
      }
      const intervalMs = pubkey !== undefined && this.healthy.has(pubkey) ? refreshIntervalMs : retryIntervalMs;
      // An aborted pause is how this loop stops.
      await pause(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Another node answers at the address of one that has charges: what it says about their hashes would be about nothing. */
  private replace(before: string, now: string): void {
    this.logger.error(
      { node: before, answers: now },
      'another Lightning node answers at the address of one that we use',
    );
    this.desks.delete(before);
    this.healthy.delete(before);
  }
}
