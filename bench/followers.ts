/**
 * What 1,000 idle followers of tasks (server-sent events) cost the one process in resident memory. The yardstick is the same
 * number of connections to the same process that have asked once and are kept alive.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Challenge } from '#contracts/http/task';
import { type Instance, median, note, residentMb, says, startInstance, withDataDirectory } from './harness.js';
import type { BenchRow } from './row.js';

const rounds = 3;
const followers = 1_000;
const tasks = 100;
const barMb = 60;
const idleMs = 10_000;
const demonstrationWithinMs = 120_000;
const connectingAtOnce = 50;

export async function bench(): Promise<BenchRow[]> {
  const ours: number[] = [];
  const yardstick: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const cost = await withDataDirectory(measure);
    ours.push(cost.followersMb);
    yardstick.push(cost.connectionsMb);
  }
  const name = `memory of ${followers} idle followers, MB (yardstick: ${followers} idle connections)`;
  const [own, other] = [median(ours), median(yardstick)];
  return [{ name, ours: own, yardstick: other, ratio: own / other, bar: `≤ ${barMb} MB`, ok: own <= barMb }];
}

async function measure(directory: string): Promise<{ followersMb: number; connectionsMb: number }> {
  const limits = { BOTBAZAAR_CHALLENGES_PER_MINUTE: '100000', BOTBAZAAR_CHALLENGES_BURST: '10000' };
  const env = { BOTBAZAAR_DEMO: 'on', BOTBAZAAR_TRUSTED_PROXIES: '127.0.0.1', ...limits };
  const instance = await startInstance(directory, { env });
  try {
    await says(instance, /^ *Running\./m, demonstrationWithinMs);
    const keys = await followedTasks(instance);
    const follow = (n: number) => {
      const { taskId, taskKey = '' } = keys[n % tasks] as Challenge;
      return `GET /v1/tasks/${taskId}/events HTTP/1.1\r\ntask-key: ${taskKey}\r\n`;
    };
    // Once before, so that code and buffers which stay are not counted.
    await costOf(instance, follow);
    const followersMb = await costOf(instance, follow);
    const connectionsMb = await costOf(instance, () => 'GET /healthz HTTP/1.1\r\n');
    note(
      `${followers} followers: ${followersMb.toFixed(1)} MB; ${followers} connections: ${connectionsMb.toFixed(1)} MB`,
    );
    return { followersMb, connectionsMb };
  } finally {
    await instance.stop();
  }
}

/** Tasks that nobody pays: their state does not change while they are followed. */
async function followedTasks({ connection }: Instance): Promise<Challenge[]> {
  const made: Challenge[] = [];
  for (let n = 0; n < tasks; n += 1) {
    const answer = await fetch(`${connection.baseUrl}/v1/services/text-analysis/tasks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': addressOf(n) },
      body: JSON.stringify({ input: { text: `Followed by many, number ${n}.` } }),
    });
    if (answer.status !== 402) throw new Error(`expected a 402, got ${answer.status}: ${await answer.text()}`);
    made.push((await answer.json()) as Challenge);
  }
  return made;
}

/** Resident memory with so many connections that have sent the request, less that without them. */
async function costOf({ pid, connection }: Instance, request: (n: number) => string): Promise<number> {
  await pause(idleMs);
  const before = residentMb(pid);
  const { hostname, port } = new URL(connection.baseUrl);
  const sockets: Socket[] = [];
  for (let from = 0; from < followers; from += connectingAtOnce) {
    const some = Array.from({ length: connectingAtOnce }, (_, at) =>
      answered(hostname, Number(port), from + at, request),
    );
    sockets.push(...(await Promise.all(some)));
  }
  await pause(idleMs);
  const open = sockets.filter(({ destroyed }) => !destroyed).length;
  if (open !== followers) throw new Error(`only ${open} of ${followers} connections stand`);
  const during = residentMb(pid);
  for (const socket of sockets) socket.destroy();
  return during - before;
}

/** A connection whose request has been answered by 200; the body may go on. */
async function answered(host: string, port: number, n: number, request: (n: number) => string): Promise<Socket> {
  const socket = connect(port, host);
  socket.setEncoding('utf8');
  socket.write(`${request(n)}host: ${host}\r\nx-forwarded-for: ${addressOf(n)}\r\n\r\n`);
  const head = await new Promise<string>((resolve, reject) => {
    socket.once('data', (chunk) => resolve(String(chunk)));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(head.slice(0, 300));
  // Nothing is followed up any more; an end shows in `destroyed`.
  socket.on('error', () => undefined).resume();
  return socket;
}

/** Every client from an address of its own, as a proxy would tell. */
function addressOf(n: number): string {
  return `198.18.${n >> 8}.${n & 255}`;
}
