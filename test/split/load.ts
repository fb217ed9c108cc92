/**
 * Buyers who buy one task after the other while something happens to the marketplace. They reach it as through what stands
 * before several gateways: in turn, and by another one where one takes no connection.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { PaymentFailed } from '#sdk/errors';
import { credential, type Order, offeredIn, taskOrder } from '#test/harness/buyers';
import { type Answer, send } from '#test/harness/http';
import type { Listing } from '#test/harness/sellers';
import type { SplitMarketplace } from './split-marketplace.js';

export interface LoadCounts {
  requests: number;
  /** Answered 503 with `Retry-After`, and asked again. */
  unavailable: number;
  /** Whose connection ended under them, and asked again. */
  broken: number;
  /** Tasks that were delivered, and answered with their own output. */
  sales: number;
  /** Payments that came back. */
  givenBack: number;
  /** Anything that must not be: another error, a wrong output. */
  readonly wrong: string[];
}

export interface Load {
  readonly counts: LoadCounts;
  /** Every task that was ordered and paid for. */
  readonly taskIds: string[];
  /** The buyers finish what they have begun. */
  stop(): Promise<void>;
}

/** Requests are always under way; what else runs on the machine shall get its time, too. */
const betweenMs = 50;
const asksAgainMs = 100;
const asksAgainTimes = 200;

export function startLoad(market: SplitMarketplace, listing: Listing, buyers: number): Load {
  const counts: LoadCounts = { requests: 0, unavailable: 0, broken: 0, sales: 0, givenBack: 0, wrong: [] };
  const taskIds: string[] = [];
  let stopping = false;
  const ask = askWith(market, counts);

  async function buyOne(name: string, headers: Record<string, string>): Promise<void> {
    const order: Order = { ...taskOrder(listing.slug, { text: name }), headers };
    const offered = offeredIn(await ask(order, (answer) => answer.status === 402));
    taskIds.push(offered.taskId);
    const { preimage } = await market.wallet().pay(offered.invoice, { maxFeeMsat: 0n, timeoutSeconds: 60 });
    const authorization = credential(offered, preimage);
    const paid = { ...order, headers: { ...headers, authorization } };
    const answer = await ask(paid, ({ status }) => status === 200);
    const { output } = answer.json<{ output?: { echo?: { text?: string } } }>();
    if (output?.echo?.text === name) counts.sales += 1;
    else counts.wrong.push(`${name} was answered ${answer.text}`);
  }

  const running = Array.from({ length: buyers }, async (_, buyer) => {
    const headers = { 'x-forwarded-for': `198.19.${buyer}.1`, 'user-agent': `load-${buyer}` };
    for (let n = 0; !stopping; n += 1) {
      try {
        await buyOne(`${buyer}-${n}`, headers);
        await sleep(betweenMs);
      } catch (error) {
        if (error instanceof PaymentFailed) counts.givenBack += 1;
        else counts.wrong.push(String(error));
      }
    }
  });
  return {
    counts,
    taskIds,
    async stop() {
      stopping = true;
      await Promise.all(running);
    },
  };
}

/** Asks until it is answered as it `wants`; what may be asked again is, everything else is wrong. */
function askWith(market: SplitMarketplace, counts: LoadCounts) {
  let turn = 0;
  return async ({ path, ...options }: Order, wants: (answer: Answer) => boolean): Promise<Answer> => {
    for (let asked = 0; asked < asksAgainTimes; asked += 1) {
      const { baseUrl, baseUrls = [baseUrl] } = market.access();
      turn += 1;
      const answer = await tryAsk(baseUrls, turn, path, options, counts);
      if (answer !== undefined && wants(answer)) return answer;
      if (answer?.status === 503 && answer.headers['retry-after'] !== undefined) counts.unavailable += 1;
      // The work goes on, or was never begun: the same request again is right.
      else if (answer !== undefined && answer.status !== 202)
        throw new Error(`${path}: ${answer.status} ${answer.text}`);
      await sleep(asksAgainMs);
    }
    throw new Error(`${path} was never answered as it should be`);
  };
}

const agent = new Agent({ keepAliveTimeout: 4_000, connections: 64 });

/** Undefined where the connection broke. A gateway that takes no connection has been sent nothing. */
async function tryAsk(
  baseUrls: readonly string[],
  turn: number,
  path: string,
  options: Omit<Order, 'path'>,
  counts: LoadCounts,
): Promise<Answer | undefined> {
  for (let gateway = 0; gateway < baseUrls.length; gateway += 1) {
    try {
      counts.requests += 1;
      return await send(baseUrls[(turn + gateway) % baseUrls.length] ?? '', path, options, agent);
    } catch (error) {
      if ((error as { code?: string }).code === 'ECONNREFUSED') continue;
      counts.broken += 1;
      return undefined;
    }
  }
  counts.broken += 1;
  return undefined;
}
