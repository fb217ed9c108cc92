/** A buyer without any SDK: raw requests from an address of its own, and a wallet. */
import { expect } from '@jest/globals';
import { type Connection, nodeOf } from '#apps/botbazaar/connect-file';
import type { Challenge } from '#contracts/http/task';
import { readChallenge } from '#sdk/challenge';
import { LndWallet } from '#sdk/lnd-wallet';
import type { Paid, Wallet } from '#sdk/wallet';
import { type Answer, type Send, send } from './http.js';
import { anyGateway, type MarketAccess } from './market-access.js';
import { record } from './transcript.js';

/** One request that can be paid, to be sent again byte for byte. */
export interface Order extends Send {
  readonly path: string;
}

/** The 402 as a client reads it: the first line of its header. */
export interface Offered extends Challenge {
  readonly headerMacaroon: string;
}

export interface Bought {
  readonly order: Order;
  readonly challenge: Offered;
  readonly paid: Paid;
  readonly answer: Answer;
}

let buyers = 0;

export class Buyer {
  readonly headers: Readonly<Record<string, string>>;

  /** Every buyer is another client: the harness trusts its own proxy, which the buyer claims to come through. */
  constructor(
    private readonly access: () => MarketAccess,
    private readonly wallet: Pick<Wallet, 'pay'>,
  ) {
    buyers += 1;
    this.headers = {
      'x-forwarded-for': `198.18.${(buyers >> 8) & 255}.${buyers & 255}`,
      'user-agent': `buyer-${buyers}`,
    };
  }

  async send(order: Order, headers: Send['headers'] = {}): Promise<Answer> {
    const { path, ...options } = order;
    const all = { ...this.headers, ...order.headers, ...headers };
    const answer = await send(anyGateway(this.access()), path, { ...options, headers: all });
    record(path, options, answer);
    return answer;
  }

  /** Sends the request without a credential, which must be answered with a challenge. */
  async challenge(order: Order): Promise<Offered> {
    const answer = await this.send(order);
    if (answer.status !== 402) throw new Error(`expected a 402, got ${answer.status}: ${answer.text}`);
    return offeredIn(answer);
  }

  /** Waits as long as the hold lasts; throws PaymentFailed when the money came back. */
  async pay({ invoice }: Pick<Offered, 'invoice'>): Promise<Paid> {
    return await this.wallet.pay(invoice, { maxFeeMsat: 0n, timeoutSeconds: 30 });
  }

  async claim(
    order: Order,
    challenge: Pick<Offered, 'headerMacaroon'>,
    { preimage }: Pick<Paid, 'preimage'>,
    headers: Send['headers'] = {},
  ): Promise<Answer> {
    return await this.send(order, { authorization: credential(challenge, preimage), ...headers });
  }

  async buy(order: Order): Promise<Bought> {
    const challenge = await this.challenge(order);
    const paid = await this.pay(challenge);
    return { order, challenge, paid, answer: await this.claim(order, challenge, paid) };
  }

  /** The task as the holder of its key sees it, waiting for its end up to that time. */
  async state({ taskId, taskKey = '' }: Pick<Offered, 'taskId' | 'taskKey'>, waitSeconds = 0): Promise<Answer> {
    const headers = { 'task-key': taskKey, prefer: `wait=${waitSeconds}` };
    return await this.send({ path: `/v1/tasks/${taskId}` }, headers);
  }
}

/** The order of a task by `POST /v1/services/{slug}/tasks`. */
export function taskOrder(slug: string, input: unknown, more: Record<string, unknown> = {}): Order {
  return { path: `/v1/services/${slug}/tasks`, body: { input, ...more } };
}

export function credential({ headerMacaroon }: Pick<Offered, 'headerMacaroon'>, preimage: string): string {
  return `L402 ${headerMacaroon}:${preimage}`;
}

export function offeredIn(answer: Answer): Offered {
  expect(answer.status).toBe(402);
  const header = answer.headers['www-authenticate'];
  const read = readChallenge(Array.isArray(header) ? header.join(', ') : (header ?? ''));
  const challenge = answer.json<Challenge>();
  expect(read?.invoice).toBe(challenge.invoice);
  return { ...challenge, headerMacaroon: read?.macaroon ?? '' };
}

/** On the instance's node for buyers. */
export function walletOf(connection: Connection): LndWallet {
  const { grpc, tlsCertFile, macaroonFile } = nodeOf(connection, 'buyer');
  return new LndWallet({ address: grpc, tlsCertFile, macaroonFile });
}
