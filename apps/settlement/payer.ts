/**
 * Pays out on one node what billing has decided. One process at a time does it, the one whose session holds the node's lock; for
 * each attempt it gets a permit from billing, and uses it on that very session immediately before it sends.
 *
 * It remembers nothing: a payout that is not over is looked at again and again, and what was sent once is only asked after. It can
 * die at any line.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { ReplyOf } from '#contracts/service';
import { addMs, systemClock } from '#kernel/clock';
import { idToUuid, parseId } from '#kernel/ids';
import { parseMsat } from '#kernel/msat';
import type { PayoutDesk, PayoutOutcome } from '#lightning/payout-desk';
import type { Logger } from '#observability/logger';
import type { AskableLock } from '#persistence/advisory-lock';
import type { PayingLead } from './leader.js';

export interface PayerConfig {
  /** How often it asks billing what there is to do. */
  readonly payoutIntervalMs: number;
}

type Work = ReplyOf<Billing, 'listPayoutWork'>['payouts'][number];

/** This process's turn: whose node it is, and until when. */
interface Turn {
  readonly node: string;
  readonly lock: AskableLock;
  readonly signal: AbortSignal;
}

const workPage = 100;
/** Payouts that are pushed at the same time; each holds a stream at the node. */
const concurrency = 16;
const waitForNodeMs = 2_000;
/** How often the node is asked whether it still answers; billing takes one that has not for half a minute for one that cannot pay. */
const askNodeMs = 5_000;

export class Payer {
  private readonly stopping = new AbortController();
  /** Payouts that are being pushed, by their ids. */
  private readonly busy = new Map<string, Promise<void>>();
  private running: Promise<void> = Promise.resolve();
  /** Whether the node has answered when it was asked last. */
  private ready = false;
  /** Why the node did not say what became of a payout, when it did not. */
  private silence = '';

  constructor(
    private readonly desk: PayoutDesk,
    private readonly billing: Billing,
    private readonly lead: PayingLead,
    private readonly config: PayerConfig,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** What was sent goes on at the node, and is asked after by whoever comes next. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.desk.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const node = await this.desk.ready();
        const lock = node === undefined ? undefined : await this.lead(node, signal);
        if (node !== undefined && lock) await this.payOut(node, lock);
      } catch (error) {
        if (!signal.aborted) this.logger.warn({ err: error }, 'payouts wait for the Lightning node');
      }
      await pause(waitForNodeMs, signal);
    }
  }

  private async payOut(node: string, lock: AskableLock): Promise<void> {
    const turn = { node, lock, signal: AbortSignal.any([this.stopping.signal, lock.lost]) };
    // It has just answered, and is asked again at once where waiting for the turn has taken long.
    this.ready = true;
    const asking = this.keepAsking(turn);
    try {
      while (!turn.signal.aborted) {
        await this.look(turn).catch((error) => {
          if (!turn.signal.aborted) this.logger.warn({ err: error }, 'payouts could not be looked at');
        });
        await pause(this.config.payoutIntervalMs, turn.signal);
      }
      await Promise.all([asking, ...this.busy.values()]);
    } finally {
      await lock.release();
    }
  }

  /** What is under way is pushed on in any case; whether more may come is for billing to decide, by this. */
  private async keepAsking({ node, signal }: Turn): Promise<void> {
    for (; !signal.aborted; await pause(askNodeMs, signal)) {
      // A node that does not answer is not ready, whatever the reason.
      this.ready = await this.desk.ready().then(
        (answers) => answers === node,
        () => false,
      );
    }
    this.ready = false;
  }

  private async look(turn: Turn): Promise<void> {
    for (let after = ''; !turn.signal.aborted; ) {
      const page = { node: turn.node, after, limit: workPage, ready: this.ready };
      const { payouts } = await this.billing.listPayoutWork(page);
      for (const payout of payouts) {
        while (this.busy.size >= concurrency) await Promise.race(this.busy.values());
        if (turn.signal.aborted) return;
        if (!this.busy.has(payout.payoutId)) this.begin(turn, payout);
      }
      after = payouts.at(-1)?.payoutId ?? '';
      if (payouts.length < workPage) return;
    }
  }

  private begin(turn: Turn, payout: Work): void {
    const work = this.push(turn, payout)
      .catch((error) => {
        const fields = { err: error, payoutId: payout.payoutId, state: payout.state };
        if (!turn.signal.aborted) this.logger.warn(fields, 'a payout could not be pushed on and is tried again');
      })
      .finally(() => this.busy.delete(payout.payoutId));
    this.busy.set(payout.payoutId, work);
  }

  /** What may have been sent is asked after first; only what LND has never heard of, or has failed for now, is sent again. */
  private async push(turn: Turn, payout: Work): Promise<void> {
    if (payout.state === 'RESERVED') return await this.attempt(turn, payout);
    const seen = await this.desk.look(payout.paymentHash);
    if (turn.signal.aborted) return;
    // A node that cannot be asked has said nothing; billing sees to it that silence does not last.
    if (seen.outcome === 'in_flight' || seen.outcome === 'unknown') return this.notDecided(seen);
    const { mayTryAgain } = await this.report(turn, payout.payoutId, payout.attempts, seen);
    if (mayTryAgain) await this.attempt(turn, payout);
  }

  /** Each reason is said once, as long as it is the same: it is asked twice a second. */
  private notDecided(seen: PayoutOutcome): void {
    if (seen.outcome !== 'unknown' || seen.reason === this.silence) return;
    this.silence = seen.reason;
    this.logger.warn({ reason: seen.reason }, 'the node does not say what became of a payout');
  }

  private async attempt(turn: Turn, { payoutId }: Work): Promise<void> {
    const { node, lock, signal } = turn;
    const begun = await this.billing.beginPayoutAttempt({ payoutId, node });
    if (!begun.granted || signal.aborted) return;
    if ((await this.desk.ready()) !== node)
      throw new Error('another node answers at this address, or it is not in sync');
    // Counted from before the question: a process that is stopped anywhere from here on finds its time over.
    const askedAt = systemClock.now();
    const sql = 'SELECT billing.use_permit($1, $2) AS left_ms';
    const [permit] = await lock.ask<{ left_ms: number | null }>(sql, [
      idToUuid(parseId('payout', payoutId)),
      begun.attempt,
    ]);
    if (permit?.left_ms === null || permit?.left_ms === undefined || signal.aborted) return;
    const order = {
      paymentRequest: begun.paymentRequest,
      paymentHash: begun.paymentHash,
      amountMsat: begun.amountMsat === '0' ? undefined : parseMsat(begun.amountMsat),
      feeLimitMsat: parseMsat(begun.feeLimitMsat),
      cltvLimitBlocks: begun.cltvLimitBlocks,
    };
    const outcome = await this.desk.send(order, signal, addMs(askedAt, permit.left_ms));
    if (signal.aborted) return;
    await this.report(turn, payoutId, begun.attempt, await this.afterSending(outcome, begun.paymentHash));
  }

  /** A stream that was broken off at the permit's end says nothing of a payment that simply takes longer. */
  private async afterSending(outcome: PayoutOutcome, paymentHash: Buffer): Promise<PayoutOutcome> {
    if (outcome.outcome !== 'unknown') return outcome;
    const seen = await this.desk.look(paymentHash);
    return seen.outcome === 'absent' ? outcome : seen;
  }

  private async report(turn: Turn, payoutId: string, attempt: number, seen: PayoutOutcome) {
    const reply = await this.billing.reportPayout({
      payoutId,
      node: turn.node,
      attempt,
      outcome: seen.outcome,
      preimage: seen.outcome === 'succeeded' ? seen.preimage : Buffer.alloc(0),
      feeMsat: seen.outcome === 'succeeded' ? seen.feeMsat.toString() : '0',
      reason: 'reason' in seen ? seen.reason : '',
    });
    const fields = { payoutId, outcome: seen.outcome, state: reply.state };
    this.logger.debug(fields, 'what the node says of a payout was reported');
    return reply;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted pause is the normal way to stop, not a failure.
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
