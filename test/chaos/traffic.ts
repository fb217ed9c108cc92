/**
 * Buyers, so many a second whatever happens to those before them. Each knows at the end what became of its money and its task,
 * and the marketplace must have the same to say.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Connection } from '#apps/botbazaar/connect-file';
import { PaymentFailed } from '#sdk/errors';
import type { Paid } from '#sdk/wallet';
import { type Buyer, credential, type Offered, offeredIn, taskOrder } from '#test/harness/buyers';
import type { Answer } from '#test/harness/http';
import type { Random } from '#test/ledger/random';
import type { Stall } from './crew.js';
import { firstAgainMs, insist, longestAgainMs } from './insist.js';
import { insisted, newInvoice, type PaidOut, readable, untilOver } from './withdrawals.js';

/** sold: paid once and delivered; whole: the payment came back; owed: paid, not delivered, REFUND_DUE; refunded: and taken back. */
export const ends = ['sold', 'whole', 'owed', 'refunded', 'not paid'] as const;
export type End = (typeof ends)[number];

export interface Outcome {
  readonly taskId: string;
  readonly paymentHash: string;
  readonly stall: Stall;
  readonly end: End;
  /** Whose balance paid; undefined where a wallet did, or nobody. */
  readonly payer: Stall | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Mall {
  buyer(): Buyer;
  /** With wallets of the buyer and the seller. */
  connection(): Connection;
}

interface Plan {
  readonly funding: string | undefined;
  readonly pays: boolean;
  /** Has this seller pay from its balance, if that is enough. */
  readonly payer: Stall | undefined;
  readonly takesBack: boolean;
}

/** So long a client that has paid nothing yet comes back while it is told to, or hears nothing. */
const unpaidPatienceMs = 30_000;
/** One that has paid comes back until it knows, at most so long after the last of the faults. */
const paidPatienceMs = 120_000;
const unpaidShare = 0.08;
/** So many of those who pay by an ordinary invoice are sellers who spend what they have earned. */
const spendingShare = 0.15;
/** So many of those to whom something is owed take it back. */
const refundedShare = 0.6;
/** Less than a sat is not paid out. */
const leastRefundMsat = 1_000n;
/** While nobody is served, no more than these wait; all the others would only tell how many retries a gateway can refuse. */
const mostUnderWay = 150;
const tickMs = 20;

export class Traffic {
  readonly outcomes: Outcome[] = [];
  /** What no buyer should meet. */
  readonly complaints: string[] = [];
  started = 0;
  /** Buyers who got no invoice: the marketplace was away for too long, or had taken the service off its shelf. */
  turnedAway = 0;
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  /** How long there was room for another one. */
  private roomMs = 0;
  private endedMs: number | undefined;

  constructor(
    private readonly mall: Mall,
    private readonly stalls: readonly Stall[],
    private readonly random: Random,
  ) {}

  start(perSecond: number): void {
    let lookedMs = performance.now();
    this.timer = setInterval(() => {
      const now = performance.now();
      if (this.underWay.size < mostUnderWay) this.roomMs += now - lookedMs;
      lookedMs = now;
      // Ticks that came late are made up for.
      const due = Math.floor((this.roomMs * perSecond) / 1_000);
      while (this.started < due && this.underWay.size < mostUnderWay) this.begin();
    }, tickMs);
  }

  /** Nobody comes any more. */
  end(): void {
    clearInterval(this.timer);
    this.endedMs ??= performance.now();
  }

  /** As `end`; returns when all who came are served. */
  async stop(): Promise<void> {
    this.end();
    await Promise.all(this.underWay);
  }

  /** While there was room. */
  perSecond(): number {
    return (this.started * 1_000) / this.roomMs;
  }

  sold(): number {
    return this.outcomes.filter(({ end }) => end === 'sold').length;
  }

  private begin(): void {
    const { random } = this;
    this.started += 1;
    const number = this.started;
    const stall = random.pick(this.stalls);
    const funding = random.pick(stall.fundings);
    const payer = random.chance(spendingShare) ? random.pick(this.stalls) : undefined;
    const plan = {
      funding,
      pays: !random.chance(unpaidShare),
      payer: funding === 'invoice' ? payer : undefined,
      takesBack: random.chance(refundedShare),
    };
    const running: Promise<void> = this.buy(number, stall, plan)
      .catch((error: Error) => void this.complaints.push(`purchase ${number} of ${stall.slug}: ${error.message}`))
      .finally(() => this.underWay.delete(running));
    this.underWay.add(running);
  }

  private async buy(number: number, stall: Stall, { funding, pays, payer, takesBack }: Plan): Promise<void> {
    const fromMs = performance.now();
    const buyer = this.mall.buyer();
    const order = taskOrder(stall.slug, { text: `task ${number}` }, funding === undefined ? {} : { funding });
    const challenge = await insist(
      () => buyer.send(order),
      () => fromMs + unpaidPatienceMs,
    );
    if (challenge === undefined || challenge.status === 409) {
      this.turnedAway += 1;
      // A service whose calls failed is off the shelf, until its seller says that it is there again.
      if (challenge?.json<{ code: string }>().code === 'service_paused') await stall.resume();
      return;
    }
    const offered = offeredIn(challenge);
    let spends = false;
    const note = (end: End) => {
      const { taskId, paymentHash } = offered;
      this.outcomes.push({
        taskId,
        paymentHash,
        stall,
        end,
        payer: spends ? payer : undefined,
        fromMs,
        untilMs: performance.now(),
      });
    };
    expect(offered.priceMsat).toBe(String(stall.priceMsat));
    if (!pays) return note('not paid');
    const spent = payer && (await this.spend(payer, offered));
    spends = spent?.state === 'SUCCEEDED';
    const paid = spent
      ? paymentOf(spent)
      : await buyer.pay(offered).catch((error: Error) => {
          if (error instanceof PaymentFailed) return undefined;
          throw error;
        });
    if (!paid) return note('whole');
    expect(paid).toMatchObject({ paidMsat: stall.priceMsat, feeMsat: 0n });
    const end = await this.fetch(number, offered, () => buyer.claim(order, offered, paid));
    if (end !== 'owed' || !takesBack || stall.priceMsat < leastRefundMsat) return note(end);
    await this.takeBack(stall.priceMsat, offered.taskId, (path, body) =>
      buyer.send({ path, ...(body && { body }) }, { authorization: credential(offered, paid.preimage) }),
    );
    note('refunded');
  }

  /** Undefined where the balance, or what is left of the invoice's time, is not enough: then nothing was set aside. */
  private async spend(payer: Stall, { invoice, paymentHash }: Offered): Promise<PaidOut | undefined> {
    const asked = await insisted(() => payer.payOut({ invoice }, `spending-${paymentHash}`), this.paidUntilMs);
    if (asked.status === 409) return undefined;
    const { payoutId } = readable(asked);
    return await untilOver(
      async () => readable(await insisted(() => payer.payout(payoutId), this.paidUntilMs)),
      this.paidUntilMs,
    );
  }

  /** All of it: between peers routing costs nothing. A payout that has failed is asked for again, with another invoice. */
  private async takeBack(
    msat: bigint,
    taskId: string,
    send: (path: string, body?: object) => Promise<Answer>,
  ): Promise<void> {
    const path = `/v1/tasks/${taskId}/refund`;
    for (;;) {
      const invoice = await newInvoice(this.mall.connection, 'buyer', msat, this.paidUntilMs);
      const asked = readable(await insisted(() => send(path, { invoice }), this.paidUntilMs));
      const { state } = await untilOver(async () => {
        const answer = await insisted(() => send(path), this.paidUntilMs);
        const { payouts } = answer.json<{ payouts: PaidOut[] }>();
        return payouts.find(({ payoutId }) => payoutId === asked.payoutId) ?? asked;
      }, this.paidUntilMs);
      if (state === 'SUCCEEDED') return;
    }
  }

  /** By when whoever has paid has heard. */
  readonly paidUntilMs = (): number => (this.endedMs ?? performance.now()) + paidPatienceMs;

  /** What was paid for: the output, or the word that the money is owed back. */
  private async fetch(number: number, { funding }: Offered, claim: () => Promise<Answer>): Promise<End> {
    for (let pauseMs = firstAgainMs; ; pauseMs = Math.min(pauseMs * 1.5, longestAgainMs)) {
      const answer = await insist(claim, () => this.paidUntilMs());
      if (answer === undefined) throw new Error('paid, and nothing but refusals heard');
      const task = answer.json<{ state: string; output?: unknown; refund?: object; reason?: string }>();
      if (answer.status === 200 && task.state === 'DELIVERED') {
        expect(task.output).toEqual({ echo: { text: `task ${number}` } });
        return 'sold';
      }
      if (answer.status === 200 && funding === 'invoice' && task.refund !== undefined) {
        if ((task.refund as { state: string }).state === 'due') return 'owed';
      } else if (answer.status === 200 || answer.status === 402) {
        throw new Error(`paid by ${funding} and answered ${answer.status} ${answer.text.slice(0, 300)}`);
      }
      if (performance.now() > this.paidUntilMs()) {
        throw new Error(`paid, and still answered ${answer.status} ${task.state}`);
      }
      await sleep(pauseMs);
    }
  }
}

/** As a wallet tells it; undefined where the money is back. */
function paymentOf({ state, amountMsat, feeMsat = '0', preimage = '' }: PaidOut): Paid | undefined {
  return state === 'SUCCEEDED' ? { preimage, paidMsat: BigInt(amountMsat), feeMsat: BigInt(feeMsat) } : undefined;
}
