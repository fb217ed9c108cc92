/** `npm start` with the queue on Postgres: kills, a full disk, a clock that jumps, and a node that loses what it says. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '#apps/botbazaar/free-ports';
import { type Database, openDatabase } from '#persistence/database';
import { MarketProcess } from '#test/harness/market-process';
import { seeded } from '#test/ledger/random';
import { nextFault } from '#test/marketplace/faults';
import { Crew, offers } from './crew.js';
import { type Fault, storm } from './storm.js';
import { Clocks, type Disk, endStreams, mountDisk, ownerUrlOf, seed, simulatedNode } from './surroundings.js';

const random = seeded(seed);
const clockOffMs = 120_000;
/** Some steps of the load with a clock that is off, so that work begins and ends with it. */
const withClockOffMs = 4_000;

describe(`one process in trouble, seed ${seed}`, () => {
  let market: MarketProcess;
  let crew: Crew;
  let clocks: Clocks;
  let disk: Disk | undefined;
  let folder: string;
  let postgresPort = 0;

  const ownerUrl = () => ownerUrlOf(market.data(), postgresPort);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'botbazaar-chaos-'));
    clocks = new Clocks(folder);
    const names = ['PORT', 'POSTGRES_PORT', 'SIM_PORT_MARKET', 'SIM_PORT_BUYER', 'SIM_PORT_SELLER', 'SIM_CONTROL_PORT'];
    const ports = await freePorts([...names.map(() => 0), ...offers.map(() => 0)]);
    const sellers = ports.splice(names.length);
    postgresPort = ports[1] ?? 0;
    market = await MarketProcess.open({
      environment: {
        ...clocks.environment('market'),
        ...Object.fromEntries(names.map((name, index) => [`BOTBAZAAR_${name}`, String(ports[index])])),
        BOTBAZAAR_ALLOWED_ENDPOINTS: sellers.map((port) => `127.0.0.1:${port}`).join(','),
      },
      beforeStart: (data) => {
        disk = mountDisk(join(data, 'nodes'));
      },
    });
    crew = await Crew.open({ seed, ports: sellers }, () => market.access());
  }, 180_000);

  afterAll(async () => {
    await crew?.kill();
    disk?.unmount();
    await market?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const kill: Fault = {
    name: 'kill -9 the process',
    async strike() {
      await market.kill();
      await sleep(random.int(1_000));
      await market.start();
    },
  };
  const postgres: Fault = {
    name: 'kill -9 Postgres',
    async strike() {
      await market.killPostgres();
    },
  };
  const sellers: Fault = {
    name: 'kill -9 the sellers',
    async strike() {
      await crew.kill();
      await sleep(random.int(1_500));
      await crew.start();
    },
  };
  const clock = (offMs: number): Fault => ({
    name: `clock ${offMs / 60_000} min`,
    async strike() {
      await clocks.set('market', offMs);
      await sleep(withClockOffMs);
    },
  });
  const node: Fault = {
    name: "the node's and the database's own",
    async strike() {
      const owner: Database = await openDatabase({
        ...{ url: ownerUrl(), schema: 'billing', applicationName: 'chaos', poolSize: 1 },
      });
      for (let count = 0; count < 25; count += 1) {
        await nextFault(random, market.books, owner);
        await market.books.disarm(3);
        await sleep(random.int(120));
      }
      await market.books.disarm();
      await owner.close();
    },
  };
  const fullDisk: Fault = {
    name: "full disk of the nodes' journal",
    async strike() {
      disk?.fill();
      expect(await market.end()).toBe(1);
      expect(market.said).toMatch(/the journal \S+ cannot be written any more: ENOSPC/);
      await disk?.clear();
      await market.start();
    },
  };

  it('leaves everyone with what is theirs', async () => {
    await storm({
      title: 'One process, queue on Postgres',
      seed,
      random,
      market: {
        books: market.books,
        node: () => simulatedNode(market.connection()),
        ownerUrl,
        connection: () => market.connection(),
        endStreams: () => endStreams(market.books),
        buyer: () => market.buyer(),
        said: () => market.logs(),
      },
      crew,
      faults: [
        kill,
        kill,
        kill,
        postgres,
        sellers,
        clock(clockOffMs),
        clock(-clockOffMs),
        node,
        ...(disk ? [fullDisk] : []),
      ],
      leftOut: disk ? [] : [`${fullDisk.name}: no file system may be mounted here`],
    });
  }, 600_000);
});
