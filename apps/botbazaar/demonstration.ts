/**
 * The demonstration: bots of apps/bots trade on a running instance, and the terminal shows each step as it happens, what
 * each of them paid and earned, and the ledger lines behind it. Uses only what a stranger has, and for the ledger lines the
 * admin's token.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '#kernel/clock';
import { projectRoot } from '#kernel/project-root';
import type { BotEvent, Earned, Supplied } from '../bots/events.js';
import type { BotProcess } from './bot-process.js';
import { Outcome } from './outcome.js';
import { Stage } from './stage.js';
import type { Terminal } from './terminal.js';
import { Troupe, type TroupeOptions } from './troupe.js';

export interface DemonstrationOptions extends TroupeOptions {
  readonly terminal: Terminal;
  /** What becomes of the seller of text analysis: it goes on selling, it closes, or it runs in another program already. */
  readonly shop: 'stays' | 'closes' | 'elsewhere';
}

/** One performance: who shows what where. */
interface Scene {
  readonly terminal: Terminal;
  readonly stage: Stage;
  readonly troupe: Troupe;
  readonly outcome: Outcome;
  /** Undefined where it runs in another program. */
  readonly analyst: BotProcess | undefined;
}

/** How long earnings may take after the buyer has its result: one word from LND, and the seller's next look. */
const earnedWithinMs = 5_000;

export async function demonstrate(options: DemonstrationOptions): Promise<void> {
  const { terminal, connection, dataDirectory, shop } = options;
  await mkdir(join(dataDirectory, 'bots'), { recursive: true, mode: 0o700 });
  const stage = new Stage(terminal);
  const troupe = new Troupe(options, stage);
  const outcome = new Outcome(connection, terminal);

  terminal.line(terminal.paint.bold('1  A bot buys work and pays on delivery'));
  stage.begin({ 'text-analysis-seller': 'seller', buyer: 'buyer' });
  const analyst = shop === 'elsewhere' ? undefined : await troupe.openShop('text-analysis-seller');
  const scene = { terminal, stage, troupe, outcome, analyst };
  await sale(scene);
  terminal.line();
  terminal.line(terminal.paint.bold('2  The seller fails, and the buyer keeps its money'));
  await failure(scene);
  terminal.line();
  terminal.line(terminal.paint.bold('3  A bot sells what it buys from two others'));
  await chain(scene);
  stage.begin({});
  if (shop === 'closes') await analyst?.stop();
}

async function sale({ terminal, troupe, outcome, analyst }: Scene): Promise<void> {
  const end = await troupe.buy('--query', 'text analysis');
  if (end.event === 'bought') await analyst?.when(isEarned, earnedWithinMs);
  await outcome.show(end);
  if (!analyst) terminal.line(terminal.paint.dim('    the seller tells its side where npm start runs'));
}

async function failure({ stage, troupe, outcome }: Scene): Promise<void> {
  stage.begin({ 'failing-seller': 'seller', buyer: 'buyer' });
  const seller = await troupe.openShop('failing-seller');
  await outcome.show(await troupe.buy('--query', 'translation latin'));
  await seller.stop();
}

async function chain({ terminal, stage, troupe, outcome, analyst }: Scene): Promise<void> {
  stage.begin({
    'text-analysis-seller': 'analyst',
    'image-text-seller': 'reader',
    researcher: 'researcher',
    buyer: 'customer',
  });
  const startedAtMs = systemClock.now().getTime();
  const reader = await troupe.openShop('image-text-seller');
  const researcher = await troupe.openShop('researcher');
  const scan = join(projectRoot, 'apps', 'bots', 'scanned-page.png');
  const end = await troupe.buy('--query', 'page report', '--file', `image=${scan}`);
  if (end.event === 'bought') {
    const isEarnedNow = (event: BotEvent): event is Earned => isEarned(event) && event.atMs >= startedAtMs;
    await Promise.all([reader, researcher, analyst].map((seller) => seller?.when(isEarnedNow, earnedWithinMs)));
    await outcome.showChain(end, researcher.said.filter(isSupplied));
  } else {
    await outcome.show(end);
  }
  if (!analyst) terminal.line(terminal.paint.dim('    the analyst tells its side where npm start runs'));
  await Promise.all([researcher.stop(), reader.stop()]);
}

function isEarned(event: BotEvent): event is Earned {
  return event.event === 'earned';
}

function isSupplied(event: BotEvent): event is Supplied {
  return event.event === 'supplied';
}
