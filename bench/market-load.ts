/** A running marketplace with an instant seller in its own process, and buyers in this one, who only know the SDK. */
import { readFile } from 'node:fs/promises';
import { nodeOf } from '#apps/botbazaar/connect-file';
import { payAndFetch } from '#sdk/buyer';
import { LndWallet } from '#sdk/lnd-wallet';
import type { Wallet } from '#sdk/wallet';
import {
  type Instance,
  type InstanceOptions,
  type Program,
  startInstance,
  startProgram,
  wallMs,
  withDataDirectory,
} from './harness.js';
import type { Work } from './programs/instant-seller.js';

export interface Market {
  readonly instance: Instance;
  readonly seller: Program;
  readonly wallet: LndWallet;
  /** Where tasks of the instant seller are bought. */
  readonly tasksUrl: string;
  readonly adminToken: string;
  /** Buys one task of the instant seller; throws unless its output came back. */
  buy(): Promise<Purchase>;
  /** What the seller noted since the last call. */
  works(): Promise<ReadonlyMap<string, Work>>;
}

/** When things happened at the buyer: milliseconds since 1970, with fractions. */
export interface Purchase {
  readonly taskId: string;
  /** In hex. */
  readonly paymentHash: string;
  readonly requestMs: number;
  readonly challengeMs: number;
  readonly paidMs: number;
  readonly resultMs: number;
}

export interface MarketOptions extends InstanceOptions {
  /** How long the work may take: up to 20 s it is paid by a hold, unless the buyer asks for an invoice. */
  readonly deadlineMs?: number;
}

export async function withMarket<T>(
  { deadlineMs = 15_000, ...options }: MarketOptions,
  use: (market: Market) => Promise<T>,
): Promise<T> {
  return withDataDirectory(async (directory) => {
    const seller = startProgram({ script: 'bench/programs/instant-seller.js' });
    let instance: Instance | undefined;
    let wallet: LndWallet | undefined;
    try {
      const { port } = await seller.message(has<{ port: number }>('port'));
      const env = {
        BOTBAZAAR_ALLOWED_ENDPOINTS: `127.0.0.1:${port}`,
        // All buyers of the bench come from one address.
        BOTBAZAAR_CHALLENGES_PER_MINUTE: '1000000',
        BOTBAZAAR_CHALLENGES_BURST: '1000000',
      };
      instance = await startInstance(directory, { ...options, env: { ...env, ...options.env } });
      const { baseUrl, adminTokenFile } = instance.connection;
      const listed = seller.message(has<{ slug: string }>('slug'));
      seller.child.send({ baseUrl, deadlineMs });
      const url = `${baseUrl}/v1/services/${(await listed).slug}/tasks`;
      const { grpc, tlsCertFile, macaroonFile } = nodeOf(instance.connection, 'buyer');
      // An instance that dies ends the bench, and not after the minutes that a buyer would give it.
      wallet = new LndWallet({ address: grpc, tlsCertFile, macaroonFile, lostForSeconds: 15 });
      const adminToken = (await readFile(adminTokenFile, 'utf8')).trim();
      const buy = buyer(url, wallet);
      return await use({ instance, seller, wallet, tasksUrl: url, adminToken, buy, works: () => worksOf(seller) });
    } finally {
      wallet?.close();
      await instance?.stop();
      await seller.stop();
    }
  });
}

/** Buys one task there with each call, and throws unless its output comes back. */
export function buyer(url: string, wallet: Wallet): () => Promise<Purchase> {
  let bought = 0;
  return async () => {
    bought += 1;
    const text = `task ${bought}`;
    const seen = { taskId: '', paymentHash: '', requestMs: wallMs(), challengeMs: 0, paidMs: 0 };
    const request = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify({ input: { text } });
    const { response } = await payAndFetch(
      url,
      { ...request, body },
      {
        wallet,
        maxMsat: 10_000n,
        onStep(step) {
          if (step.name === 'challenge') {
            seen.challengeMs = wallMs();
            seen.taskId = (step.body as { taskId: string }).taskId;
            seen.paymentHash = step.paymentHash;
          } else if (step.name === 'paid') seen.paidMs = wallMs();
        },
      },
    );
    const task = (await response.json()) as { output?: { echo?: string } };
    if (task.output?.echo !== text) throw new Error(`${seen.taskId} gave ${response.status} ${JSON.stringify(task)}`);
    return { ...seen, resultMs: wallMs() };
  };
}

async function worksOf(seller: Program): Promise<ReadonlyMap<string, Work>> {
  const answer = seller.message(has<{ works: Work[] }>('works'));
  seller.child.send({ collect: true });
  return new Map((await answer).works.map((work) => [work.taskId, work]));
}

export function has<T extends object>(field: keyof T & string): (message: unknown) => message is T {
  return (message): message is T => typeof message === 'object' && message !== null && field in message;
}
