/**
 * A queue whose Postgres does not answer at first. In a process of its own: the defect that this is about let nothing else run
 * in the process, timers included.
 */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import { type Child, runChild } from '#test/harness/child';
import { suiteDatabase } from '#test/harness/database';

/** Longer than a connection is waited for. */
const silentMs = 2_500;

describe('a queue whose Postgres answers late', () => {
  const suite = suiteDatabase();
  let child: Child | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (performance.now() < silentUntil) return;
    const { hostname, port } = new URL(suite().ownerUrl);
    const postgres = connect(Number(port), hostname);
    sockets.add(postgres);
    postgres.on('error', () => socket.destroy());
    postgres.on('close', () => socket.destroy());
    socket.on('close', () => postgres.destroy());
    socket.pipe(postgres).pipe(socket);
  });
  let silentUntil = Number.POSITIVE_INFINITY;
  afterAll(async () => {
    await child?.end('SIGKILL');
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('works from then on, and leaves the process alive before', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(suite().roleUrl(schema.role));
    url.port = String((server.address() as AddressInfo).port);
    child = runChild(
      `
      import { queueFactory } from '#apps/dispatch/queue';
      import { systemClock } from '#kernel/clock';
      const log = { debug() {}, info() {}, warn(_, text) { console.log('warned', text); }, error: console.log };
      const queue = queueFactory({ postgresUrl: process.env.LATE_URL })(log, systemClock);
      queue.work(async ({ step }) => void console.log('did', step), 4);
      setInterval(() => console.log('alive', Math.floor(performance.now())), 200);
      const add = async () => {
        if (await queue.add([{ step: 'offer', taskId: 'tsk_1', listingId: 'lst_1', listingVersion: 1, round: 0 }])) return;
        setTimeout(add, 500);
      };
      setTimeout(add, 3_000);
      `,
      { LATE_URL: url.toString() },
    );
    await child.says(/alive/);
    silentUntil = performance.now() + silentMs;
    await child.says(/did offer/);
    const alive = [...child.said().matchAll(/alive (\d+)/g)].map(([, at]) => Number(at));
    const gaps = alive.slice(1).map((at, index) => at - (alive[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(1_500);
    expect(child.said()).toContain('has lost its connection');
  }, 20_000);
});
