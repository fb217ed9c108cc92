/** `npm start`: brings the marketplace up, shows a paid task, and stays until it is asked to end. */
import { relative } from 'node:path';
import { loadConfig } from '#config/load';
import { settings as settingsSchema } from '#config/settings';
import { monotonicMs } from '#kernel/clock';
import { writeDemoFile } from './demo-file.js';
import { demonstrate } from './demonstration.js';
import { failurePage } from './failure.js';
import { freePorts } from './free-ports.js';
import { type Instance, startInstance } from './instance.js';
import { botEnvironment, surroundings as surroundingsSchema } from './surroundings.js';
import { openTerminal, type Terminal } from './terminal.js';

const around = loadConfig(surroundingsSchema);
const terminal = openTerminal(process.stdout, around.NO_COLOR !== undefined);

async function main(): Promise<void> {
  const startedMs = monotonicMs();
  const settings = loadConfig(settingsSchema);
  const [textAnalysis = 0, failing = 0] = await freePorts(2);
  const sellers = [textAnalysis, failing].map((port) => `127.0.0.1:${port}`);
  const allowed = [...settings.BOTBAZAAR_ALLOWED_ENDPOINTS, ...sellers];
  const starting = startInstance({ ...settings, BOTBAZAAR_ALLOWED_ENDPOINTS: allowed });
  const ended = endOnSignal(starting);
  const instance = await starting;
  showBanner(instance, monotonicMs() - startedMs);
  const sellerPorts = { textAnalysis, failing };
  await writeDemoFile(instance.directory.path, sellerPorts);
  if (settings.BOTBAZAAR_DEMO) await runDemonstration(instance, sellerPorts);
  terminal.line(terminal.paint.dim('  Running. npm run demo shows it again; Ctrl-C stops it.'));
  await ended;
}

function showBanner({ connection, directory }: Instance, tookMs: number): void {
  const { bold, yellow, dim, cyan } = terminal.paint;
  const row = (name: string, value: string) => terminal.line(`  ${dim(name.padEnd(14))}${value}`);
  terminal.line();
  terminal.line(`  ${bold('Botbazaar')}  ${yellow('simulated money')} ${dim('— the Lightning nodes are simulators')}`);
  terminal.line();
  row('API', cyan(connection.baseUrl));
  row('API docs', cyan(`${connection.baseUrl}/docs`));
  row('Data', relative(process.cwd(), directory.path) || directory.path);
  row('Connect file', relative(process.cwd(), directory.connectFile));
  row('Ready in', `${(tookMs / 1_000).toFixed(1)} s`);
  terminal.line();
}

/** A demonstration that fails says so and leaves the marketplace running. */
async function runDemonstration(
  { connection, directory }: Instance,
  sellerPorts: { textAnalysis: number; failing: number },
): Promise<void> {
  try {
    await demonstrate({
      connection,
      dataDirectory: directory.path,
      sellerPorts,
      terminal,
      botEnvironment: botEnvironment(around),
    });
  } catch (error) {
    terminal.line(terminal.paint.red(`  The demonstration failed: ${(error as Error).message}`));
  }
  terminal.line();
}

/** Ctrl-C or SIGTERM stop everything in order; a second one does not wait any longer. */
function endOnSignal(starting: Promise<Instance>): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const end = (signal: NodeJS.Signals) => {
      if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
      asked = true;
      terminal.line(terminal.paint.dim('\n  Stopping …'));
      // When the start itself fails, main has said so and the process ends there.
      starting
        .then((instance) => instance.stop())
        .then(() => {
          terminal.line(terminal.paint.dim('  Stopped; the data is kept.'));
          resolve();
          process.exit(0);
        }, fail);
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}

function fail(thrown: unknown): never {
  showFailure(terminal, thrown);
  process.exit(1);
}

function showFailure({ line, paint }: Terminal, thrown: unknown): void {
  line(paint.red(failurePage(thrown)));
}

main().catch(fail);
