/** The SDK's puller against a marketplace that is scripted answer by answer: what it repeats, what it drops, how it ends. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PullEvent, type PulledTask, type Puller, type PullOptions, pullWork, Refuse } from '#sdk/pull-work';
import { until } from '#test/harness/until';

type Reply = { status: number; body?: unknown } | 'drop';

let server: Server;
let url: string;
let puller: Puller | undefined;
let events: PullEvent[];
/** What came, by the last part of its path. */
let requests: { what: string; path: string; body: unknown; authorization: string | undefined }[];
/** Answers by the last part of the path, each used once; then the usual one. */
let replies: Record<string, Reply[]>;
let tasks: object[];

const task = (change: object = {}) => ({
  taskId: 'tsk_1',
  attempt: 2,
  service: 'echo',
  version: 3,
  input: { text: 'hi' },
  deadlineAt: new Date(Date.now() + 10_000).toISOString(),
  leaseUntil: new Date(Date.now() + 1_000).toISOString(),
  leaseMs: 1_000,
  ...change,
});
const problem = (status: number, code: string): Reply => ({ status, body: { status, code, title: code } });

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  const what = path.split('/').at(-1) ?? '';
  const hasBody = request.headers['content-type'] === 'application/json';
  const body: unknown = hasBody ? await readJson(request) : undefined;
  requests.push({ what, path, body, authorization: request.headers.authorization });
  let reply = replies[what]?.shift() ?? { status: 200, body: { state: 'DELIVERED' } };
  if (what === 'claim' && reply !== 'drop' && reply.status === 200) {
    const next = tasks.shift();
    if (next === undefined) await sleep(30);
    reply = next === undefined ? { status: 204 } : { status: 200, body: next };
  }
  if (reply === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
}

beforeEach(async () => {
  events = [];
  requests = [];
  replies = {};
  tasks = [];
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await puller?.close();
  puller = undefined;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function pull(work: PullOptions['work'], options: Partial<PullOptions> = {}): void {
  const onEvent = (event: PullEvent) => void events.push(event);
  puller = pullWork({ baseUrl: `${url}/`, credential: 'secret', work, leaseMs: 300, onEvent, ...options });
}
const sent = (what: string) => requests.filter((request) => request.what === what);
const named = (name: PullEvent['name']) => events.filter((event) => event.name === name);
const told = (name: PullEvent['name']) =>
  until(
    () => named(name).length,
    (count) => count > 0,
  );

describe('pullWork', () => {
  it('claims, works, and brings the output', async () => {
    tasks.push(task());
    let seen: PulledTask | undefined;
    pull((given) => {
      seen = given;
      return { echo: given.input };
    });
    await told('done');
    expect(seen).toMatchObject({ taskId: 'tsk_1', attempt: 2, service: 'echo', version: 3, input: { text: 'hi' } });
    expect(sent('claim')[0]).toMatchObject({ authorization: 'Bearer secret', body: { wait: 20, leaseMs: 300 } });
    expect(sent('complete')).toMatchObject([
      { path: '/v1/work/tsk_1/attempts/2/complete', body: { output: { echo: { text: 'hi' } } } },
    ]);
  });

  it('heartbeats while it works, and not afterwards', async () => {
    tasks.push(task());
    pull(async ({ progress }) => {
      await progress(0.5, 'half');
      await sleep(450);
      return 1;
    });
    await told('done');
    const beats = sent('heartbeat').length;
    expect(beats).toBeGreaterThanOrEqual(2);
    expect(sent('progress').map(({ body }) => body)).toEqual([{ progress: 0.5, note: 'half' }]);
    await sleep(250);
    expect(sent('heartbeat')).toHaveLength(beats);
  });

  it.each(['heartbeat', 'progress'])('aborts the work whose lease is lost, as a %s says', async (what) => {
    tasks.push(task());
    replies[what] = [problem(409, 'task_not_running')];
    let aborted = false;
    pull(async ({ signal, progress }) => {
      if (what === 'progress') await progress(0.1);
      await sleep(5_000, undefined, { signal }).catch(() => {
        aborted = true;
      });
      return 1;
    });
    await told('lost');
    expect(aborted).toBe(true);
    expect(sent('complete')).toEqual([]);
  });

  it('asks one question after the other, waits for each answer, and lets the buyer be asked nothing twice', async () => {
    tasks.push(task({ questions: 2, answers: [{ n: 1, message: 'before?', input: 'known' }] }));
    replies.ask = ['drop', problem(429, 'too_many_requests')];
    replies['input?n=3&wait=20'] = [{ status: 204 }, 'drop', { status: 200, body: { n: 3, input: { x: 1 } } }];
    replies['input?n=4&wait=20'] = [{ status: 200, body: { n: 4, input: 'second' } }];
    pull(async ({ ask }) => {
      const both = Promise.all([
        ask('first?', { schema: { type: 'object' } }),
        ask('second?', { answerWithinMs: 5_000 }),
      ]);
      return [await ask('before?'), ...(await both)];
    });
    await told('done');
    expect(sent('complete')[0]?.body).toEqual({ output: ['known', { x: 1 }, 'second'] });
    const first = { n: 3, message: 'first?', schema: { type: 'object' } };
    const asked = sent('ask').map(({ body }) => body);
    expect(asked).toEqual([first, first, first, { n: 4, message: 'second?', answerWithinMs: 5_000 }]);
  });

  it('ends the work whose question is over', async () => {
    tasks.push(task(), task({ taskId: 'tsk_2' }));
    replies['input?n=1&wait=20'] = [problem(409, 'task_not_running')];
    replies.ask = [{ status: 200, body: {} }, problem(400, 'invalid_schema')];
    pull(({ ask }) => ask('any?'));
    await told('lost');
    await told('failed');
    expect(sent('complete')).toEqual([]);
    expect(named('lost')).toMatchObject([{ taskId: 'tsk_1' }]);
    // A question that cannot be asked is a failure of the work, not of the lease.
    expect(sent('fail')).toMatchObject([{ path: '/v1/work/tsk_2/attempts/2/fail' }]);
  });

  it('brings pieces of output in their order, each until it is taken, and none where a hold pays', async () => {
    tasks.push(task({ funding: 'invoice', partialOutput: ['old'] }), task({ taskId: 'tsk_2', funding: 'hold' }));
    replies.progress = ['drop', { status: 200, body: {} }, problem(503, 'unavailable')];
    pull(async ({ progress, partialOutput }) => {
      await Promise.all([progress(0.1, 'a', 'one'), progress(0.2, 'b', { two: 2 })]);
      return partialOutput;
    });
    await until(
      () => named('done').length,
      (count) => count === 2,
    );
    const told1 = { progress: 0.1, note: 'a', piece: { n: 1, output: 'one' } };
    const told2 = { progress: 0.2, note: 'b', piece: { n: 2, output: { two: 2 } } };
    const of = (id: string) => sent('progress').filter(({ path }) => path.includes(id));
    expect(of('tsk_1').map(({ body }) => body)).toEqual([told1, told1, told2, told2]);
    expect(of('tsk_2').map(({ body }) => body)).toEqual([
      { progress: 0.1, note: 'a' },
      { progress: 0.2, note: 'b' },
    ]);
    expect(sent('complete').map(({ body }) => body)).toEqual([{ output: ['old'] }, { output: [] }]);
  });

  it('goes on when a heartbeat is lost on the way', async () => {
    tasks.push(task());
    replies.heartbeat = ['drop', problem(503, 'unavailable')];
    pull(() => sleep(450, 1));
    await told('done');
    expect(named('lost')).toEqual([]);
  });

  it('repeats a result until the answer is definite', async () => {
    tasks.push(task(), task({ taskId: 'tsk_2' }));
    replies.complete = ['drop', problem(503, 'unavailable'), { status: 200, body: { state: 'DELIVERED' } }];
    replies.complete.push(problem(409, 'task_not_running'));
    pull(() => 1);
    await told('lost');
    expect(sent('complete').map(({ path }) => path.split('/')[3])).toEqual(['tsk_1', 'tsk_1', 'tsk_1', 'tsk_2']);
    expect(named('done')).toMatchObject([{ taskId: 'tsk_1', state: 'DELIVERED' }]);
  });

  it('tells a refusal, and keeps the message of a failure to itself', async () => {
    tasks.push(task(), task({ taskId: 'tsk_2' }));
    pull(({ taskId }) => {
      throw taskId === 'tsk_1' ? new Refuse('not that') : new Error('password is hunter2');
    });
    await told('failed');
    expect(sent('fail').map(({ body }) => body)).toEqual([
      { message: 'not that', retry: false },
      { message: 'the work failed', retry: true },
    ]);
    expect(named('refused')).toHaveLength(1);
  });

  it('claims again after a marketplace that is away', async () => {
    tasks.push(task());
    replies.claim = ['drop', problem(429, 'too_many_requests')];
    pull(() => 1);
    await told('done');
    expect(named('away')).toHaveLength(2);
  });

  it('aborts at the deadline', async () => {
    tasks.push(task({ deadlineAt: new Date(Date.now() + 200).toISOString() }));
    pull(({ signal }) => sleep(5_000, 1, { signal }));
    await told('lost');
    expect([sent('complete'), sent('fail')]).toEqual([[], []]);
  });

  it('lets running work finish when it is closed, and claims no more', async () => {
    tasks.push(task());
    pull(() => sleep(200, 1), { concurrency: 2 });
    await told('claimed');
    await puller?.close();
    expect(named('done')).toHaveLength(1);
    const claims = sent('claim').length;
    await sleep(100);
    expect(sent('claim')).toHaveLength(claims);
    await puller?.ended;
  });
});
