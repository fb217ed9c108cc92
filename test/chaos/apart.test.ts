/** The services apart with the queue on Redis: each is killed, loses replies on each way to another, and has a wrong clock. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '#apps/botbazaar/free-ports';
import { serviceNames } from '#contracts/callers';
import { hasRedis } from '#test/dispatch/redis-server';
import { until } from '#test/harness/until';
import { seeded } from '#test/ledger/random';
import { ApartMarket, type Edge, edges, second } from './apart-market.js';
import { Crew, offers } from './crew.js';
import { type Fault, storm } from './storm.js';
import { seed } from './surroundings.js';

const random = seeded(seed);
const clockOffMs = 120_000;
const withClockOffMs = 2_000;
const losesWithinMs = 20_000;

(hasRedis ? describe : describe.skip)(`the services apart in trouble, seed ${seed}`, () => {
  let market: ApartMarket;
  let crew: Crew;

  beforeAll(async () => {
    const ports = await freePorts(offers.map(() => 0));
    market = await ApartMarket.open(ports);
    crew = await Crew.open({ seed, ports }, () => market.access());
  }, 240_000);

  afterAll(async () => {
    await crew?.kill();
    await market?.close();
  }, 120_000);

  const kill = (name: string): Fault => ({ name: `kill -9 ${name}`, strike: () => market.kill(name) });
  const clock = (name: string): Fault => {
    const offMs = random.chance(0.5) ? clockOffMs : -clockOffMs;
    return {
      name: `clock of ${name} ${offMs / 60_000} min`,
      async strike() {
        // It stays so: clocks that are set right again are another fault, and all may be wrong at the same time.
        await market.clocks.set(name, offMs);
        await sleep(withClockOffMs);
      },
    };
  };
  const lost = (edge: Edge): Fault => ({
    name: `lost replies ${edge.caller} < ${edge.callee}`,
    async strike() {
      const link = market.links.get(edge);
      const before = link?.lost ?? 0;
      link?.lose();
      // What is asked rarely is asked now: a version that nobody has read yet must be fetched.
      for (const stall of crew.stalls) if (edge.callee === 'registry') await stall.renew().catch(() => undefined);
      await until(
        () => link?.lost ?? 0,
        (count) => count >= before + 1 + random.int(3),
        losesWithinMs,
      );
      link?.mend();
    },
  });
  const others: readonly Fault[] = [
    { name: 'kill -9 Postgres', strike: () => market.killPostgres() },
    { name: 'kill -9 Redis', strike: () => market.kill('redis') },
    { name: 'Redis emptied', strike: async () => market.emptyRedis() },
    {
      name: 'kill -9 the sellers',
      async strike() {
        await crew.kill();
        await sleep(random.int(1_500));
        await crew.start();
      },
    },
  ];
  const fullDisk: Fault = {
    name: "full disk of the nodes' journal",
    async strike() {
      const from = market.lineCount;
      market.disk?.fill();
      await until(
        () => market.saidSince(from),
        (text) => /^lnd-sim \| .*the journal \S+ cannot be written any more: ENOSPC/m.test(text),
        60_000,
      );
      await sleep(random.int(1_500));
      await market.disk?.clear();
      await market.startsAgain('lnd-sim', from);
    },
  };

  it('leaves everyone with what is theirs', async () => {
    const processes = [...serviceNames, second, 'lnd-sim'];
    await storm({
      title: 'Apart, queue on Redis',
      seed,
      random,
      market,
      crew,
      faults: [
        ...processes.map(kill),
        ...processes.map(clock),
        ...edges.map(lost),
        ...others,
        ...(market.disk ? [fullDisk] : []),
      ],
      leftOut: market.disk ? [] : [`${fullDisk.name}: no file system may be mounted here`],
    });
    const lossless = [...market.links].filter(([, link]) => link.lost === 0).map(([edge]) => edge);
    expect(lossless).toEqual([]);
  }, 900_000);
});
