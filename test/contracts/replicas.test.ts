/** Several replicas of a service: each gets its share, and one that goes away, slowly or at once, costs no call that can be made again. */

import type { AddressInfo } from 'node:net';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Billing } from '#contracts/billing';
import { type Connected, connect } from '#contracts/grpc-client';
import { type RpcServer, serve } from '#contracts/grpc-server';
import { AppError } from '#kernel/errors';
import { until } from '#test/harness/until';
import { billingWith, makeSuiteIdentities } from './kit.js';

interface Replica {
  readonly server: RpcServer;
  /** The names of accounts that were asked of it. */
  readonly asked: string[];
}

describe('replicas of a service', () => {
  let identities: Awaited<ReturnType<typeof makeSuiteIdentities>>;
  const undo: (() => unknown)[] = [];

  beforeAll(async () => {
    identities = await makeSuiteIdentities();
  });
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });
  afterAll(() => identities.remove());

  /** Answers after a while, so that calls are under way when something happens. */
  const start = async (
    options: { port?: number; workMs?: number; connectionAgeMs?: number } = {},
  ): Promise<Replica> => {
    const asked: string[] = [];
    const work = async (name: string) => {
      asked.push(name);
      await sleep(options.workMs ?? 0);
    };
    const server = await serve({
      identity: identities.of('billing'),
      host: '127.0.0.1',
      port: options.port ?? 0,
      services: {
        billing: billingWith({
          async createAccount({ name }) {
            await work(name);
            return { accountId: name, credential: '' };
          },
          async getAccount({ accountId }) {
            await work(accountId);
            if (accountId === 'refused') throw new AppError('unavailable', 'not now');
            return { accountId, name: '', balanceMsat: '0', createdAtMs: '0' };
          },
        }),
      },
      missing: async () => [],
      onDefect: () => undefined,
      ...(options.connectionAgeMs === undefined ? {} : { connectionAgeMs: options.connectionAgeMs }),
    });
    undo.push(() => server.stop(0));
    return { server, asked };
  };
  const clientOf = (ports: readonly number[], deadlineMs = 5_000): Connected<Billing> => {
    const address = ports.map((port) => `127.0.0.1:${port}`).join(',');
    const client = connect('billing', {
      identity: identities.of('gateway'),
      address,
      deadlineMs,
      onDefect: (method, error) => {
        throw new Error(`${method}: ${error.message}`);
      },
    });
    undo.push(() => client.close());
    return client;
  };
  const portsOf = (replicas: readonly Replica[]) => replicas.map(({ server }) => server.port);
  const codeOf = (call: Promise<unknown>) =>
    call.then(
      () => 'answered',
      (error: AppError) => error.code,
    );

  it('share the calls', async () => {
    const replicas = [await start(), await start()];
    const { service } = clientOf(portsOf(replicas));
    await until(
      async () => {
        await service.getAccount({ accountId: 'a' });
        return replicas.every(({ asked }) => asked.length > 0);
      },
      (both) => both,
    );
    const before = replicas.map(({ asked }) => asked.length);
    for (let n = 0; n < 20; n += 1) await service.getAccount({ accountId: 'a' });
    expect(replicas.map(({ asked }, index) => asked.length - (before[index] ?? 0))).toEqual([10, 10]);
  });

  it('take over what one that dies was asked, and only what does no harm twice', async () => {
    const [dying, other] = [await start({ workMs: 400 }), await start()];
    const { service } = clientOf(portsOf([dying, other]));
    // Until it works for both kinds of calls.
    const running: { readonly again: Promise<string>; readonly once: Promise<string> }[] = [];
    await until(
      async () => {
        running.push({
          again: codeOf(service.getAccount({ accountId: 'again' })),
          once: codeOf(service.createAccount({ name: 'once' })),
        });
        await sleep(20);
        return new Set(dying.asked).size;
      },
      (kinds) => kinds === 2,
    );
    await dying.server.stop(0);
    const again = await Promise.all(running.map((each) => each.again));
    expect(new Set(again)).toEqual(new Set(['answered']));
    const once = await Promise.all(running.map((each) => each.once));
    const lost = dying.asked.filter((name) => name === 'once').length;
    expect(once.filter((code) => code === 'unavailable')).toHaveLength(lost);
    // Asked exactly as often as it was said to.
    const asked = other.asked.filter((name) => name === 'once').length;
    expect(asked + lost).toBe(running.length);
  });

  it('are not asked again what one of them has refused itself', async () => {
    const replicas = [await start(), await start()];
    const { service } = clientOf(portsOf(replicas));
    expect(await codeOf(service.getAccount({ accountId: 'refused' }))).toBe('unavailable');
    expect(replicas.flatMap(({ asked }) => asked)).toEqual(['refused']);
  });

  it('are stopped one after the other without a failed call', async () => {
    const replicas = [await start({ workMs: 5 }), await start({ workMs: 5 })];
    const { service } = clientOf(portsOf(replicas));
    let failed = 0;
    let made = 0;
    const endMs = performance.now() + 2_500;
    const load = Array.from({ length: 8 }, async () => {
      while (performance.now() < endMs) {
        // Neither is repeated when it was lost on the way, so a loss would be seen.
        const code = await codeOf(service.createAccount({ name: 'x' }));
        made += 1;
        if (code !== 'answered') failed += 1;
      }
    });
    for (const index of [0, 1] as const) {
      await sleep(400);
      const { server } = replicas[index] as Replica;
      const { port } = server;
      await server.stop(2_000);
      await sleep(200);
      replicas[index] = await start({ port, workMs: 5 });
      await until(
        () => (replicas[index] as Replica).asked.length,
        (asked) => asked > 0,
      );
    }
    await Promise.all(load);
    expect(failed).toBe(0);
    expect(made).toBeGreaterThan(200);
  });

  it('are connected to anew now and then, which no call notices', async () => {
    const { server, asked } = await start({ workMs: 2, connectionAgeMs: 100 });
    const { service } = clientOf([server.port]);
    const end = performance.now() + 1_500;
    const codes = new Set<string>();
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (performance.now() < end) codes.add(await codeOf(service.createAccount({ name: 'x' })));
      }),
    );
    expect(codes).toEqual(new Set(['answered']));
    expect(asked.length).toBeGreaterThan(100);
  });

  it('are given up when they fall silent, before the deadline of a call has passed', async () => {
    const replicas = [await start(), await start()];
    const silent = await silencer(replicas[0]?.server.port ?? 0);
    undo.push(silent.close);
    const { service } = clientOf([silent.port, replicas[1]?.server.port ?? 0], 15_000);
    await until(
      async () => {
        await service.getAccount({ accountId: 'a' });
        return replicas.every(({ asked }) => asked.length > 0);
      },
      (both) => both,
    );
    silent.fallSilent();
    const calls = Array.from({ length: 4 }, () => codeOf(service.getAccount({ accountId: 'a' })));
    expect(await Promise.all(calls)).toEqual(['answered', 'answered', 'answered', 'answered']);
  }, 30_000);

  it('are waited for a moment when none is there, and then it is said that none is', async () => {
    const { server } = await start();
    const { port } = server;
    await server.stop(0);
    const { service } = clientOf([port]);
    const began = performance.now();
    expect(await codeOf(service.createAccount({ name: 'x' }))).toBe('unavailable');
    expect(performance.now() - began).toBeLessThan(2_500);
    const waiting = codeOf(service.createAccount({ name: 'x' }));
    await sleep(100);
    const { asked } = await start({ port });
    expect(await waiting).toBe('answered');
    expect(asked).toEqual(['x']);
  });
});

/** A way to that port on which nothing moves any more at a word, as when a machine is cut off. */
async function silencer(to: number): Promise<{ port: number; fallSilent(): void; close(): Promise<void> }> {
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connectSocket(to, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far);
    far.pipe(near);
    sockets.push(near, far);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    fallSilent() {
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
