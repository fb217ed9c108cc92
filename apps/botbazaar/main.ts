/** `npm start`: brings the marketplace up, shows a paid task, and stays until it is asked to end. */
import { resolve } from 'node:path';
import { loadConfig } from '#config/load';
import { type Settings, settings as settingsSchema } from '#config/settings';
import { monotonicMs } from '#kernel/clock';
import { Bots } from './bot-process.js';
import { demonstrate } from './demonstration.js';
import { failurePage } from './failure.js';
import { type Instance, startInstance } from './instance.js';
import { chooseSellerPorts, type SellerPorts, writeSellerPorts } from './seller-ports.js';
import { shortPath } from './short-path.js';
import { StopSignal } from './stop-signal.js';
import { botEnvironment, surroundings as surroundingsSchema } from './surroundings.js';
import { openTerminal } from './terminal.js';

const around = loadConfig(surroundingsSchema);
const terminal = openTerminal(process.stdout, around.NO_COLOR !== undefined);
const stopSignal = new StopSignal();
const stopAfterFailureMs = 10_000;

/** Answers the exit code. */
async function main(): Promise<number> {
  const settings = loadConfig(settingsSchema);
  const sellerPorts = await chooseSellerPorts(settings.BOTBAZAAR_DATA_DIR);
  const bots = new Bots(botEnvironment(around));
  void stopSignal.asked.then(() => {
    terminal.line();
    terminal.line(terminal.paint.dim('  Stopping …'));
  });
  const instance = await startInstance(withSellers(settings, sellerPorts));
  const end = Promise.race([stopSignal.asked, instance.failed]);
  try {
    await writeSellerPorts(instance.directory.path, sellerPorts);
    if (!stopSignal.isAsked) showBanner(instance);
    const shows = settings.BOTBAZAAR_DEMO && hasWallets(instance);
    if (!stopSignal.isAsked && shows) {
      await Promise.race([demonstration(instance, sellerPorts, bots), end]);
    }
    if (!stopSignal.isAsked) showWhatNext(instance, shows);
    const failure = await end;
    if (failure) {
      terminal.line(terminal.paint.red(failurePage(failure)));
      // Its nodes are gone for its services, whose orderly end may wait for them in vain.
      setTimeout(() => process.exit(1), stopAfterFailureMs).unref();
      return 1;
    }
  } finally {
    // The sellers last: dispatch waits for the work that they are doing.
    await instance.stop();
    await bots.stop();
  }
  terminal.line(terminal.paint.dim('  Stopped; the data is kept.'));
  return 0;
}

/** The demonstration's sellers are on this machine, where sellers may be called only by exact address. */
function withSellers(settings: Settings, ports: SellerPorts): Settings {
  const sellers = Object.values(ports).map((port) => `127.0.0.1:${port}`);
  return { ...settings, BOTBAZAAR_ALLOWED_ENDPOINTS: [...settings.BOTBAZAAR_ALLOWED_ENDPOINTS, ...sellers] };
}

/** The demonstration's bots pay; where the node is real, only somebody who lends them wallets wants that. */
function hasWallets({ connection: { nodes } }: Instance): boolean {
  return nodes.buyer !== undefined && nodes.seller !== undefined;
}

/** What the money is, in one sentence. */
function moneyLine(network: string): string {
  const { yellow, red } = terminal.paint;
  if (network === 'simulated')
    return yellow('Simulated money: the Lightning nodes are simulators, and no real sat moves.');
  if (network === 'mainnet') return red('Real money: the node is on mainnet.');
  return yellow(`Test money: the node is a real lnd on ${network}.`);
}

function showBanner({ connection, directory, missing, network }: Instance): void {
  const { bold, yellow, dim, cyan } = terminal.paint;
  const row = (name: string, value: string) => terminal.line(`  ${dim(name.padEnd(14))}${value}`);
  terminal.line();
  terminal.line(`  ${bold('Botbazaar')}`);
  terminal.line(`  ${moneyLine(network)}`);
  terminal.line();
  row('API', cyan(connection.baseUrl));
  row('API docs', cyan(`${connection.baseUrl}/docs`));
  row('Data', shortPath(directory.path));
  row('Connect file', shortPath(directory.connectFile));
  row('Admin token', shortPath(connection.adminTokenFile));
  // Since the process began, reading the code included.
  row('Ready in', `${(monotonicMs() / 1_000).toFixed(1)} s`);
  for (const line of missing) row('Not ready', yellow(line));
  terminal.line();
}

function showWhatNext(instance: Instance, hasShown: boolean): void {
  const { dim } = terminal.paint;
  if (hasShown) terminal.line(dim('  Running. text-analysis stays on sale; README.md says how to buy it by hand.'));
  if (hasWallets(instance)) terminal.line(dim('  npm run demo shows a trade, Ctrl-C stops everything.'));
  else terminal.line(dim('  Running. No demonstration without BOTBAZAAR_WALLETS_FILE; Ctrl-C stops everything.'));
}

/** A demonstration that fails says so and leaves the marketplace running. */
async function demonstration(instance: Instance, sellerPorts: SellerPorts, bots: Bots): Promise<void> {
  const { connection, directory } = instance;
  const dataDirectory = resolve(directory.path);
  try {
    await demonstrate({ connection, dataDirectory, sellerPorts, terminal, bots, shop: 'stays' });
  } catch (error) {
    // What breaks because everything is being stopped is no news.
    if (!stopSignal.isAsked) {
      terminal.line(terminal.paint.red(`  The demonstration failed: ${(error as Error).message}`));
    }
  }
  terminal.line();
}

main().then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    terminal.line(terminal.paint.red(failurePage(thrown)));
    process.exit(1);
  },
);
