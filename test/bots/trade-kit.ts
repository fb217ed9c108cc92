/** The three sellers of the demonstration as processes of their own on a whole marketplace, and a customer of the researcher. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOf } from '#apps/botbazaar/connect-file';
import type { BotEvent } from '#apps/bots/events';
import { exampleImage } from '#apps/bots/image-text';
import type { PageReport } from '#apps/bots/page-report';
import { PaymentFailed } from '#sdk/errors';
import { type BotName, type BotProcess, startBot } from '#test/bots/bot-process';
import { type Offered, taskOrder } from '#test/harness/buyers';
import type { TestMarketplace } from '#test/harness/test-marketplace';
import { until } from '#test/harness/until';

export const page = readFileSync('apps/bots/scanned-page.png');
/** Three words, which are read much sooner. */
const words = Buffer.from(exampleImage, 'base64');

/** What came of one order of a report. */
export interface Ordered {
  readonly challenge: Offered;
  readonly report: PageReport | undefined;
  /** The task as its customer sees it at the end. */
  readonly state: Record<string, unknown>;
}

export class Trade {
  readonly #market: TestMarketplace;
  readonly #folder = mkdtempSync(join(tmpdir(), 'trade-'));
  readonly #bots: BotProcess[] = [];

  constructor(market: TestMarketplace) {
    this.#market = market;
  }

  reader(): Promise<BotProcess> {
    return this.#start('image-text-seller');
  }

  /** Listens where the marketplace allows sellers. */
  analyst(port: number): Promise<BotProcess> {
    return this.#start('text-analysis-seller', { PORT: String(port) });
  }

  /** Its wallet is the node of the simulated seller. */
  researcher(...args: string[]): Promise<BotProcess> {
    const { grpc, tlsCertFile, macaroonFile } = nodeOf(this.#market.connection(), 'seller');
    const wallet = { LND_GRPC: grpc, LND_TLS_CERT_FILE: tlsCertFile, LND_MACAROON_FILE: macaroonFile };
    return this.#start('researcher', { NOTEBOOK_FILE: join(this.#folder, 'purchases.json'), ...wallet }, args);
  }

  /** What the researcher has noted of its purchases, as text. */
  notebook(): string {
    return readFileSync(join(this.#folder, 'purchases.json'), 'utf8');
  }

  /** Orders a report and waits for its end. */
  async order(image: Buffer = words, whileHeld?: () => Promise<void>): Promise<Ordered> {
    const buyer = this.#market.buyer();
    const order = taskOrder('page-report', { image: image.toString('base64') });
    const challenge = await buyer.challenge(order);
    const paying = buyer.pay(challenge).catch((error: unknown) => {
      if (error instanceof PaymentFailed) return undefined;
      throw error;
    });
    await whileHeld?.();
    const paid = await paying;
    const state = (await buyer.state(challenge, 5)).json();
    const answer = paid && (await buyer.claim(order, challenge, paid, { prefer: 'wait=20' }));
    return { challenge, report: answer?.json<{ output?: PageReport }>().output, state };
  }

  async stop(bot: BotProcess): Promise<void> {
    bot.closePipe();
    await bot.ended();
  }

  async kill(bot: BotProcess): Promise<void> {
    bot.kill();
    await bot.ended();
  }

  async end(): Promise<void> {
    await Promise.all(this.#bots.map((bot) => this.kill(bot)));
    rmSync(this.#folder, { recursive: true });
  }

  async #start(name: BotName, env: Record<string, string> = {}, args: string[] = []): Promise<BotProcess> {
    const market = { MARKET_URL: this.#market.access().baseUrl, STATE_FILE: join(this.#folder, `${name}.json`) };
    const bot = startBot(name, { ...market, ...env }, args);
    this.#bots.push(bot);
    await bot.event('ready');
    return bot;
  }
}

/** Of one kind, for one task of the bot that says them. */
export function saidOf<N extends BotEvent['event']>(bot: BotProcess, name: N, taskId: string) {
  const said = bot.events.filter((event): event is Extract<BotEvent, { event: N }> => event.event === name);
  return said.filter((event) => 'taskId' in event && event.taskId === taskId);
}

/** Waits until the bot has said that for the task. */
export async function told(bot: BotProcess, name: BotEvent['event'], taskId: string): Promise<void> {
  await until(
    async () => saidOf(bot, name, taskId).length,
    (count) => count > 0,
  );
}
