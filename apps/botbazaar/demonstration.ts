/**
 * The demonstration: bots of apps/bots trade on a running instance, and the terminal shows each step as it happens, what
 * the buyer paid, what the seller earned, and the ledger lines behind it. Uses only what a stranger has, and for the ledger
 * lines the admin's token.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BotEvent, Bought, BuyerStep, NotBought, SellerReady } from '../bots/events.js';
import { type BotProcess, startBot } from './bot-process.js';
import type { Connection } from './connect-file.js';
import { ledgerLines, readTimeline } from './ledger-lines.js';
import { grouped, type Terminal } from './terminal.js';

export interface DemonstrationOptions {
  readonly connection: Connection;
  readonly dataDirectory: string;
  /** Ports on 127.0.0.1 that the instance allows sellers to listen on, one per selling bot. */
  readonly sellerPorts: { readonly textAnalysis: number; readonly failing: number };
  readonly terminal: Terminal;
  /** What a bot process inherits. */
  readonly botEnvironment: Readonly<Record<string, string>>;
}

/** How long the books may take to show a sale that the buyer already has: one word from LND. */
const booksWithinMs = 5_000;

export async function demonstrate(options: DemonstrationOptions): Promise<void> {
  const { terminal } = options;
  await mkdir(join(options.dataDirectory, 'bots'), { recursive: true, mode: 0o700 });
  terminal.line(terminal.paint.bold('1  A bot buys work and pays on delivery'));
  await trade(options, 'text-analysis-seller', options.sellerPorts.textAnalysis, 'text analysis');
  terminal.line();
  terminal.line(terminal.paint.bold('2  The seller fails, and the buyer keeps its money'));
  await trade(options, 'failing-seller', options.sellerPorts.failing, 'translation latin');
}

/** One seller starts and lists its service, one buyer buys it; both end again. */
async function trade(
  options: DemonstrationOptions,
  sellerBot: 'text-analysis-seller' | 'failing-seller',
  port: number,
  query: string,
): Promise<void> {
  const stage = new Stage(options.terminal);
  const start = (bot: Parameters<typeof startBot>[0]['bot'], env: Record<string, string>, args: string[] = []) =>
    startBot({
      bot,
      args,
      env: { ...options.botEnvironment, MARKET_URL: options.connection.baseUrl, ...env },
      logFile: join(options.dataDirectory, 'logs', `${bot}.log`),
      onEvent: (event) => stage.show(event),
    });
  const running: BotProcess[] = [];
  try {
    const stateFile = join(options.dataDirectory, 'bots', `${sellerBot}.json`);
    const seller = start(sellerBot, { STATE_FILE: stateFile, PORT: String(port) });
    running.push(seller);
    await seller.when((event): event is SellerReady => event.event === 'ready');
    const { grpc, tlsCertFile, macaroonFile } = options.connection.nodes.buyer;
    const wallet = { LND_GRPC: grpc, LND_TLS_CERT_FILE: tlsCertFile, LND_MACAROON_FILE: macaroonFile };
    const buyer = start('buyer', wallet, ['--query', query]);
    running.push(buyer);
    const end = await buyer.when(
      (event): event is Bought | NotBought => event.event === 'bought' || event.event === 'not-bought',
    );
    await showBooks(options, end);
  } finally {
    await Promise.all(running.map((bot) => bot.stop()));
  }
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
    const route = rest === 0n ? '' : ` and ${grouped(rest)} msat for the route`;
    terminal.line(
      `  ${green('✓')} the buyer paid ${grouped(end.paidMsat)} msat${route}; the seller earned ${grouped(timeline.sellerEarnedMsat)} msat; the market keeps ${grouped(timeline.feeMsat)} msat`,
    );
  } else if (end.walletWhole) {
    terminal.line(
      `  ${green('✓')} no result, and nothing paid: the wallet still has ${grouped(end.balanceAfterMsat)} msat`,
    );
  } else {
    terminal.line(`  ${red('✗')} the wallet lacks ${grouped(spent)} msat`);
  }
  terminal.line(dim('    the ledger lines behind it (msat)'));
  for (const line of ledgerLines(timeline)) terminal.line(`    ${line}`);
}

/** Prints the events of one trade with the time since its first one. */
class Stage {
  private startedAtMs: number | undefined;

  constructor(private readonly terminal: Terminal) {}

  show(event: BotEvent): void {
    const text = this.words(event);
    if (text === undefined) return;
    this.startedAtMs ??= event.atMs;
    const { dim, cyan, yellow } = this.terminal.paint;
    const time = dim(`${String(event.atMs - this.startedAtMs).padStart(6)} ms`);
    const [who, what] = text;
    this.terminal.line(`${time}  ${(who === 'buyer' ? cyan : yellow)(who.padEnd(6))}  ${what}`);
  }

  private words(event: BotEvent): [who: 'buyer' | 'seller', what: string] | undefined {
    switch (event.event) {
      case 'ready':
        return ['seller', `offers ${event.service} for ${grouped(event.priceMsat)} msat at ${event.url}`];
      case 'work':
        return [
          'seller',
          event.attempt === 1 ? 'gets the task and works' : `gets the task again, attempt ${event.attempt}`,
        ];
      case 'sold':
        return ['seller', `delivers after ${event.workMs} ms of work`];
      case 'work-failed':
        return ['seller', `fails: ${event.message}`];
      case 'earned':
        return ['seller', `has earned ${grouped(event.earnedMsat)} msat, balance ${grouped(event.balanceMsat)} msat`];
      case 'step':
        return buyerWords(event);
      case 'bought':
        return ['buyer', `has the result: ${summary(event.output)}`];
      case 'not-bought':
        return ['buyer', `has no result: ${event.message}`];
      case 'error':
        return undefined;
    }
  }
}

function buyerWords(step: BuyerStep): ['buyer', string] {
  const amount = step.amountMsat === undefined ? '' : ` ${grouped(step.amountMsat)} msat`;
  switch (step.name) {
    case 'search':
      return ['buyer', `looks for "${step.detail}"`];
    case 'found':
      return ['buyer', `finds ${step.detail} (${amount.trim()})`];
    case 'request':
      return ['buyer', `sends ${step.detail}`];
    case '402':
      return ['buyer', `gets 402 Payment Required:${amount}, task ${step.taskId ?? 'unknown'}`];
    case 'paying':
      return ['buyer', `pays${amount} from its own wallet; the payment is held, not taken`];
    case 'paid':
      return ['buyer', 'gets the preimage: the work is delivered and the payment is settled'];
    case 'waiting':
      return ['buyer', `waits ${step.detail}`];
    case 'answer':
      return ['buyer', `is answered ${step.detail}`];
  }
}

/** The first facts of an output, on one line. */
function summary(output: unknown): string {
  const text = JSON.stringify(output);
  return text.length <= 96 ? text : `${text.slice(0, 93)}…`;
}
