/**
 * `npm run start:split`: the services as processes of their own, by the commands and environment of docker-compose.yml.
 * `npm run start:split -- --replicas 2` starts two of each.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Type } from 'typebox';
import { loadConfig } from '#config/load';
import { settings as settingsSchema } from '#config/settings';
import { monotonicMs } from '#kernel/clock';
import { projectRoot } from '#kernel/project-root';
import { failurePage } from './failure.js';
import { chooseSellerPorts, writeSellerPorts } from './seller-ports.js';
import { shortPath } from './short-path.js';
import { readComposeFile, variablesIn } from './split/compose-file.js';
import { type SplitInstance, startSplit } from './split/instance.js';
import { StopSignal } from './stop-signal.js';
import { botEnvironment, surroundings as surroundingsSchema } from './surroundings.js';
import { openTerminal } from './terminal.js';

const around = loadConfig(surroundingsSchema);
const { line, paint } = openTerminal(process.stdout, around.NO_COLOR !== undefined);
const stopSignal = new StopSignal();
const nameWidth = 12;
const mostReplicas = 8;

/** Its message is a sentence for the one who starts the program. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

function replicasWanted(args: readonly string[]): number {
  const wanted = () => {
    try {
      return Number(
        parseArgs({ args: [...args], options: { replicas: { type: 'string', default: '1' } } }).values.replicas,
      );
    } catch {
      return Number.NaN;
    }
  };
  const replicas = wanted();
  if (Number.isInteger(replicas) && replicas >= 1 && replicas <= mostReplicas) return replicas;
  throw new UsageError(`usage: npm run start:split -- --replicas N, where N is from 1 to ${mostReplicas}`);
}

async function main(): Promise<void> {
  const replicas = replicasWanted(process.argv.slice(2));
  const settings = loadConfig(settingsSchema);
  const text = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
  const given = loadConfig(
    Type.Object(Object.fromEntries(variablesIn(text).map((name) => [name, Type.Optional(Type.String())]))),
  );
  // `npm run demo` finds its sellers' ports allowed, as it does beside `npm start`.
  const sellerPorts = await chooseSellerPorts(join(settings.BOTBAZAAR_DATA_DIR, 'apart'));
  const sellers = Object.values(sellerPorts).map((port) => `127.0.0.1:${port}`);
  const allowed = [...settings.BOTBAZAAR_ALLOWED_ENDPOINTS, ...sellers].join(',');
  const services = readComposeFile(text, { ...given, BOTBAZAAR_ALLOWED_ENDPOINTS: allowed });
  const instance = await startSplit({
    settings,
    services,
    replicas,
    environment: botEnvironment(around),
    onLine: (name, said) => line(`${paint.cyan(name.padEnd(nameWidth))} | ${said}`),
  });
  try {
    await writeSellerPorts(instance.directory.path, sellerPorts);
    showBanner(instance);
    await stopSignal.asked;
    line(paint.dim('Stopping …'));
  } finally {
    await instance.stop();
  }
  line(paint.dim('Stopped; the data is kept.'));
}

function showBanner({ connection, directory }: SplitInstance): void {
  line();
  line(`  ${paint.bold('Botbazaar, apart')}`);
  line(`  ${paint.yellow('Simulated money: the Lightning nodes are simulators, and no real sat moves.')}`);
  line(`  API           ${paint.cyan((connection.baseUrls ?? [connection.baseUrl]).join(', '))}`);
  line(`  Connect file  ${shortPath(directory.connectFile)}`);
  line(`  Ready in      ${(monotonicMs() / 1_000).toFixed(1)} s`);
  line(
    paint.dim(`  BOTBAZAAR_DATA_DIR=${shortPath(directory.path)} npm run demo shows a trade, Ctrl-C stops everything.`),
  );
  line();
}

main().then(
  () => process.exit(0),
  (thrown: unknown) => {
    line(paint.red(failurePage(thrown)));
    process.exit(1);
  },
);
