/** Several processes of settlement and one node: one of them follows it, and another takes over when that one is gone. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { leadBy } from '#apps/settlement/leader';
import { settlementSchema } from '#apps/settlement/schema';
import { type Settlement, start } from '#apps/settlement/start';
import { createLogger } from '#observability/logger';
import type { HeldLock } from '#persistence/advisory-lock';
import { runChild } from '#test/harness/child';
import { suiteDatabase } from '#test/harness/database';
import { until } from '#test/harness/until';
import { Neighbours } from './neighbours.js';
import { ScriptedNode } from './scripted-node.js';
import { paysNothing, streamsOnly } from './settlement-kit.js';

const suite = suiteDatabase();
const node = `02${'ab'.repeat(32)}`;
const log: string[] = [];
const logger = createLogger({ level: 'debug', name: 'test', destination: { write: (line: string) => log.push(line) } });
let url: string;
beforeAll(() => {
  url = suite().roleUrl(settlementSchema.role);
});

/** Leads, says so, and says when it has lost that. */
const leaderProcess = `
  import { leadBy } from '#apps/settlement/leader';
  import { createLogger } from '#observability/logger';
  const logger = createLogger({ level: 'silent', name: 'child', destination: { write: () => undefined } });
  const lock = await leadBy(process.env.LEADER_URL, logger)(process.env.NODE_KEY, new AbortController().signal);
  lock.lost.addEventListener('abort', () => console.log('lost'));
  console.log('leads');
  setInterval(() => undefined, 1_000);
`;

const held: HeldLock[] = [];
const ended = new AbortController();
afterEach(async () => {
  for (const lock of held.splice(0)) await lock.release();
});

async function lead(of = node): Promise<HeldLock> {
  const lock = await leadBy(url, logger)(of, ended.signal);
  if (!lock) throw new Error('nobody ended the waiting');
  held.push(lock);
  return lock;
}

/** Ends the sessions that hold a lock, as Postgres does when their process or its network is gone. */
async function killLeader(): Promise<number> {
  const owner = await suite().openAsOwner({ poolSize: 1 });
  const rows = await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  await owner.close();
  return rows.length;
}

describe('the leader for a node', () => {
  it('is one, and when its session ends it knows that and another takes over within five seconds', async () => {
    const first = await lead();
    const second = lead();
    const early = await Promise.race([second, new Promise((resolve) => setTimeout(() => resolve('waits'), 1_500))]);
    expect(early).toBe('waits');
    const began = performance.now();
    expect(await killLeader()).toBe(1);
    await until(
      async () => first.lost.aborted,
      (lost) => lost,
    );
    expect((await second).lost.aborted).toBe(false);
    expect(performance.now() - began).toBeLessThan(5_000);
  }, 20_000);

  it.each([
    ['is killed', 'SIGKILL', 5_000],
    ['is frozen, and learns that it was when it is thawed', 'SIGSTOP', 6_000],
  ] as const)(
    'has a successor within seconds when its process %s',
    async (_, signal, withinMs) => {
      const leader = runChild(leaderProcess, { NODE_KEY: node, LEADER_URL: url });
      await leader.says(/leads/);
      const second = lead();
      const early = await Promise.race([second, new Promise((resolve) => setTimeout(() => resolve('waits'), 1_500))]);
      expect(early).toBe('waits');
      const began = performance.now();
      process.kill(leader.pid, signal);
      expect((await second).lost.aborted).toBe(false);
      expect(performance.now() - began).toBeLessThan(withinMs);
      if (signal === 'SIGSTOP') {
        process.kill(leader.pid, 'SIGCONT');
        await leader.says(/lost/);
      }
      await leader.end('SIGKILL');
    },
    30_000,
  );

  it.each([
    ['knows within seconds that its network is silent', true],
    ['is done with a silent network at once when it stops', false],
  ])(
    '%s',
    async (_, waits) => {
      const postgres = new URL(url);
      const pairs: Socket[] = [];
      const proxy = createServer((near) => {
        const far = connect(Number(postgres.port), postgres.hostname);
        near.pipe(far).pipe(near);
        for (const socket of [near, far]) pairs.push(socket.on('error', () => undefined));
      });
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const through = new URL(url);
      through.port = String((proxy.address() as AddressInfo).port);
      const lock = await leadBy(through.href, logger)(node, ended.signal);
      // From now on nothing passes and nothing is closed.
      for (const socket of pairs) socket.unpipe().pause();
      const began = performance.now();
      if (waits) {
        await until(
          async () => lock?.lost.aborted,
          (lost) => lost === true,
        );
      }
      await lock?.release();
      expect(performance.now() - began).toBeLessThan(waits ? 6_000 : 3_000);
      for (const socket of pairs) socket.destroy();
      proxy.close();
    },
    20_000,
  );

  it('leaves room for the leader of another node', async () => {
    const [one, other] = await Promise.all([lead(), lead(`03${'cd'.repeat(32)}`)]);
    expect([one.lost.aborted, other.lost.aborted]).toEqual([false, false]);
  });

  it('is waited for while the database is away, and no longer than the process lives', async () => {
    const stop = new AbortController();
    const nowhere = new URL(url);
    nowhere.port = '1';
    const waiting = leadBy(nowhere.href, logger)(node, stop.signal);
    await until(
      async () => log.join(''),
      (text) => text.includes('could not be asked for'),
    );
    stop.abort();
    expect(await waiting).toBeUndefined();
  });

  it('has a role that may do nothing else', async () => {
    const own = await suite().open(settlementSchema, { poolSize: 1 });
    await expect(own.query('CREATE TABLE settlement.mine (n integer)')).rejects.toThrow();
    await expect(own.query('SELECT 1 FROM billing.charge')).rejects.toThrow();
    await expect(own.query('SELECT 1 FROM ledger.entry')).rejects.toThrow();
  });
});

describe('two processes of settlement', () => {
  it('listen to a node one at a time, and both say that they are ready', async () => {
    const scripted = new ScriptedNode();
    const { billing, dispatch } = new Neighbours();
    // Each process has a connection of its own, so that one that stops does not close the other's.
    const watches = [{ ...scripted.watch, close: () => undefined }];
    const config = { ...streamsOnly, heightIntervalMs: 100, finalitySweepIntervalMs: 60_000 };
    const services: Settlement[] = [];
    for (let n = 0; n < 2; n += 1) {
      services.push(
        await start(config, { billing, dispatch, watches, lead: leadBy(url, logger), ...paysNothing, logger }),
      );
    }
    await until(
      async () => scripted.streams.size,
      (streams) => streams === 1,
    );
    const ready = async () => await Promise.all(services.map(({ health }) => health[0]?.check()));
    await until(ready, (missing) => missing.every((one) => one === undefined));
    expect(scripted.streams.size).toBe(1);
    // The leader loses its lock: it stops listening, and somebody listens again.
    expect(await killLeader()).toBe(1);
    await until(
      async () => log.filter((line) => line.includes('this process follows the node')).length,
      (n) => n >= 2,
    );
    await until(
      async () => scripted.streams.size,
      (streams) => streams === 1,
    );
    await services[0]?.stop();
    await until(
      async () => scripted.streams.size,
      (streams) => streams === 1,
      10_000,
    );
    await services[1]?.stop();
    expect(scripted.streams.size).toBe(0);
  }, 30_000);
});
