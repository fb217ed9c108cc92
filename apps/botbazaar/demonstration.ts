/**
 * The demonstration: bots of apps/bots trade on a running instance, and the terminal shows each step as it happens, what
 * the buyer paid, what the seller earned, and the ledger lines behind it. Uses only what a stranger has, and for the ledger
 * lines the admin's token.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BotEvent, Bought, Earned, NotBought, SellerReady } from '../bots/events.js';
import type { BotName, BotProcess, Bots } from './bot-process.js';
import type { Connection } from './connect-file.js';
import { ledgerLines, readTimeline } from './ledger-lines.js';
import type { SellerPorts } from './seller-ports.js';
import { Stage } from './stage.js';
import { grouped, type Terminal } from './terminal.js';

export interface DemonstrationOptions {
  readonly connection: Connection;
  readonly dataDirectory: string;
  /** Ports on 127.0.0.1 that the instance allows sellers to listen on. */
  readonly sellerPorts: SellerPorts;
  readonly terminal: Terminal;
  readonly bots: Bots;
  /** What becomes of the seller of text analysis: it goes on selling, it closes, or it runs in another program already. */
  readonly shop: 'stays' | 'closes' | 'elsewhere';
}

/** How long books and earnings may take after the buyer has its result: one word from LND, and the seller's next look. */
const booksWithinMs = 5_000;

export async function demonstrate(options: DemonstrationOptions): Promise<void> {
  const { bold } = options.terminal.paint;
  await mkdir(join(options.dataDirectory, 'bots'), { recursive: true, mode: 0o700 });
  options.terminal.line(bold('1  A bot buys work and pays on delivery'));
  await sale(options);
  options.terminal.line();
  options.terminal.line(bold('2  The seller fails, and the buyer keeps its money'));
  await failure(options);
}

async function sale(options: DemonstrationOptions): Promise<void> {
  const stage = new Stage(options.terminal);
  const isElsewhere = options.shop === 'elsewhere';
  const seller = isElsewhere ? undefined : await openShop(options, stage, 'text-analysis-seller');
  const end = await buy(options, stage, 'text analysis');
  if (end.event === 'bought') {
    await seller?.when((event): event is Earned => event.event === 'earned', booksWithinMs);
  }
  await showBooks(options, end);
  if (isElsewhere) {
    options.terminal.line(options.terminal.paint.dim('    the seller tells its side where npm start runs'));
  }
  if (options.shop === 'closes') await seller?.stop();
  stage.goLive();
}

async function failure(options: DemonstrationOptions): Promise<void> {
  const stage = new Stage(options.terminal);
  const seller = await openShop(options, stage, 'failing-seller');
  await showBooks(options, await buy(options, stage, 'translation latin'));
  await seller.stop();
}

/** A seller that is listed and listens. Its file remembers its account, so that it is the same seller the next time. */
async function openShop(
  options: DemonstrationOptions,
  stage: Stage,
  bot: 'text-analysis-seller' | 'failing-seller',
): Promise<BotProcess> {
  const port = bot === 'failing-seller' ? options.sellerPorts.failing : options.sellerPorts.textAnalysis;
  const stateFile = join(options.dataDirectory, 'bots', `${bot}.json`);
  const seller = start(options, stage, bot, { STATE_FILE: stateFile, PORT: String(port) });
  await seller.when((event): event is SellerReady => event.event === 'ready');
  return seller;
}

/** A buyer without an account: it has the marketplace's address and its own wallet. */
async function buy(options: DemonstrationOptions, stage: Stage, query: string): Promise<Bought | NotBought> {
  const { grpc, tlsCertFile, macaroonFile } = options.connection.nodes.buyer;
  const wallet = { LND_GRPC: grpc, LND_TLS_CERT_FILE: tlsCertFile, LND_MACAROON_FILE: macaroonFile };
  const buyer = start(options, stage, 'buyer', wallet, ['--query', query]);
  const end = await buyer.when(
    (event): event is Bought | NotBought => event.event === 'bought' || event.event === 'not-bought',
  );
  await buyer.stop();
  return end;
}

function start(
  { bots, connection, dataDirectory }: DemonstrationOptions,
  stage: Stage,
  bot: BotName,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): BotProcess {
  return bots.start({
    bot,
    args,
    env: { MARKET_URL: connection.baseUrl, ...env },
    logFile: join(dataDirectory, 'logs', `${bot}.log`),
    onEvent: (event: BotEvent) => stage.show(event),
  });
}

/** What it cost, and the ledger's own words for it. */
async function showBooks(options: DemonstrationOptions, end: Bought | NotBought): Promise<void> {
  const { terminal, connection } = options;
  const { green, red, dim } = terminal.paint;
  if (end.taskId === undefined) throw new Error('the buyer was not told which task it bought');
  const adminToken = (await readFile(connection.adminTokenFile, 'utf8')).trim();
  const final = end.event === 'bought' ? 'SETTLED' : 'CANCELED';
  let timeline = await readTimeline(connection.baseUrl, adminToken, end.taskId);
  for (let waited = 0; !timeline.chargeStates.includes(final) && waited < booksWithinMs; waited += 50) {
    await pause(50);
    timeline = await readTimeline(connection.baseUrl, adminToken, end.taskId);
  }
  const spent = BigInt(end.balanceBeforeMsat) - BigInt(end.balanceAfterMsat);
  terminal.line();
  if (end.event === 'bought') {
    const rest = spent - BigInt(end.paidMsat);
    const route = rest === 0n ? '' : ` and ${grouped(rest)} for the route`;
    const shares = `the seller earned ${grouped(timeline.sellerEarnedMsat)}, the market keeps ${grouped(timeline.feeMsat)}`;
    terminal.line(`  ${green('✓')} the buyer paid ${grouped(end.paidMsat)} msat${route}, ${shares}`);
  } else if (end.walletWhole) {
    const whole = `the wallet still has ${grouped(end.balanceAfterMsat)} msat`;
    terminal.line(`  ${green('✓')} no result, and nothing paid: ${whole}`);
  } else {
    terminal.line(`  ${red('✗')} the wallet lacks ${grouped(spent)} msat`);
  }
  terminal.line(dim(`    the books of ${end.taskId}, msat`));
  for (const line of ledgerLines(timeline)) terminal.line(terminal.clip(`    ${line}`));
}
