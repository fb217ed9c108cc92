/** What leaves again while things break: sellers have their earnings paid out, and buyers what is owed back to them. */

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, nodeOf } from '#apps/botbazaar/connect-file';
import { connectLnd } from '#lightning/lnd-client';
import type { Answer } from '#test/harness/http';
import type { Random } from '#test/ledger/random';
import type { Stall } from './crew.js';
import { insist } from './insist.js';

/** As its owner reads it. */
export interface PaidOut {
  readonly payoutId: string;
  readonly state: string;
  readonly amountMsat: string;
  readonly feeMsat?: string;
  readonly preimage?: string;
}

export interface Withdrawn {
  readonly stall: Stall;
  readonly msat: bigint;
  readonly feeMsat: bigint;
}

const everyMs = 1_500;
const leastMsat = 1_000;
const mostMsat = 6_000;
const lookAgainMs = 500;

export class Withdrawals {
  readonly succeeded: Withdrawn[] = [];
  readonly complaints: string[] = [];
  failed = 0;
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private number = 0;

  constructor(
    private readonly connection: () => Connection,
    private readonly stalls: readonly Stall[],
    private readonly random: Random,
    /** By when whoever waits has heard. */
    private readonly untilMs: () => number,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      const stall = this.random.pick(this.stalls);
      const amountMsat = BigInt(leastMsat + this.random.int(mostMsat));
      this.number += 1;
      const key = `withdrawal-${this.number}`;
      const running: Promise<void> = this.withdraw(stall, amountMsat, key)
        .catch((error: Error) => void this.complaints.push(`${key} of ${stall.slug}: ${error.message}`))
        .finally(() => this.underWay.delete(running));
      this.underWay.add(running);
    }, everyMs);
  }

  end(): void {
    clearInterval(this.timer);
  }

  async stop(): Promise<void> {
    this.end();
    await Promise.all(this.underWay);
  }

  private async withdraw(stall: Stall, amountMsat: bigint, key: string): Promise<void> {
    const invoice = await newInvoice(this.connection, 'seller', amountMsat, this.untilMs);
    const asked = await insist(() => stall.payOut({ invoice }, key), this.untilMs);
    // It has not earned so much yet.
    if (asked === undefined || asked.status === 409) return;
    const { payoutId } = readable(asked);
    const ended = await untilOver(
      async () => readable(await insisted(() => stall.payout(payoutId), this.untilMs)),
      this.untilMs,
    );
    if (ended.state === 'FAILED') this.failed += 1;
    else this.succeeded.push({ stall, msat: BigInt(ended.amountMsat), feeMsat: BigInt(ended.feeMsat ?? '0') });
  }
}

/** An invoice of that node, as soon as it can make one. */
export async function newInvoice(
  connection: () => Connection,
  name: 'buyer' | 'seller',
  amountMsat: bigint,
  untilMs: () => number,
): Promise<string> {
  for (;;) {
    const { grpc: address, tlsCertFile, macaroonFile } = nodeOf(connection(), name);
    const macaroon = readFileSync(macaroonFile).toString('hex');
    const client = connectLnd({ address, tlsCertFile, macaroon: () => macaroon });
    try {
      const added = await client.unary(client.lightning.AddInvoice, { value_msat: amountMsat.toString() });
      return added.payment_request;
    } catch (error) {
      if (performance.now() > untilMs()) throw error;
      await sleep(lookAgainMs);
    } finally {
      client.close();
    }
  }
}

/** Looks until the payout is over. */
export async function untilOver(look: () => Promise<PaidOut>, untilMs: () => number): Promise<PaidOut> {
  for (;;) {
    const seen = await look();
    if (seen.state === 'SUCCEEDED' || seen.state === 'FAILED') return seen;
    if (performance.now() > untilMs()) throw new Error(`payout ${seen.payoutId} is still ${seen.state}`);
    await sleep(lookAgainMs);
  }
}

export async function insisted(send: () => Promise<Answer>, untilMs: () => number): Promise<Answer> {
  const answer = await insist(send, untilMs);
  if (answer === undefined) throw new Error('nothing but refusals heard');
  return answer;
}

export function readable(answer: Answer): PaidOut {
  if (answer.status !== 200 && answer.status !== 201)
    throw new Error(`answered ${answer.status} ${answer.text.slice(0, 300)}`);
  return answer.json<PaidOut>();
}
