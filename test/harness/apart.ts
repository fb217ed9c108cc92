/** The marketplace of a suite as processes of their own: two of each service, Redis for the queue, the suite's own database. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceNames } from '#contracts/callers';
import { type SplitMarketplace, startSplitMarketplace } from '#test/split/split-marketplace';
import { createSuiteDatabase } from './database.js';
import type { TestMarketplace, TestMarketplaceOptions } from './test-marketplace.js';

const replicas = 2;

export async function startApart(options: TestMarketplaceOptions): Promise<TestMarketplace> {
  const database = await createSuiteDatabase(undefined, options.server);
  const { sellerPorts = 1, environment = {} } = options;
  const split = await startSplitMarketplace({
    replicas,
    sellerPorts,
    database,
    environment: { BOTBAZAAR_LOG_LEVEL: 'debug', ...environment },
  });
  await split.served();
  return {
    access: split.access,
    connection: split.connection,
    marketNode: marketNodeIn(split.lines),
    get sim() {
      return hidden();
    },
    get lightning() {
      return hidden();
    },
    folder: join(split.folder, 'apart', 'volumes'),
    database,
    books: split.books,
    sellers: split.sellers,
    wallet: split.wallet(),
    seen: {
      get calls() {
        return hidden();
      },
      get lndCalls() {
        return hidden();
      },
      get jobs() {
        return hidden();
      },
      get log() {
        return split.lines.flatMap((line) => /^[a-z0-9-]+ *\| (\{.*)$/.exec(line)?.[1] ?? []);
      },
    },
    list: split.list,
    buyer: split.buyer,
    restart: (downMs) => restartServices(split, downMs),
    startAnother: hidden,
    async stop() {
      await split.remove();
      await database.drop();
    },
  };
}

function hidden(): never {
  throw new Error('Only one process shows this to its test: tools/jest-split.config.mjs names such suites.');
}

/** All at once; their supervisor starts them again. */
async function restartServices(split: SplitMarketplace, downMs = 0): Promise<void> {
  const running = [...split.pids()].filter(([name]) => serviceNames.some((service) => name.startsWith(service)));
  for (const [, pid] of running) process.kill(pid, 'SIGTERM');
  const ended = () => running.every(([name, pid]) => split.pids().get(name) !== pid);
  while (!ended()) await sleep(50);
  await sleep(downMs);
  await split.served();
  for (const baseUrl of split.access().baseUrls ?? []) {
    while (!(await fetch(`${baseUrl}/readyz`)).ok) await sleep(50);
  }
}

function marketNodeIn(lines: readonly string[]): string {
  const [pubkey] = lines.flatMap((line) => /"name":"market".*"pubkey":"([0-9a-f]{66})"/.exec(line)?.[1] ?? []);
  return pubkey ?? '';
}
