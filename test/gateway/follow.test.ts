/** A task as server-sent events: what comes, to whom, what a client gets that comes back, and how many may follow. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Followers } from '#apps/gateway/buying/followers';
import { type EventStream, openEventStream } from '#test/harness/event-stream';
import { admin, challenge, deliver, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
  test.registry.add();
});
afterAll(() => test.stop());

const tasks = '/v1/services/echo/tasks';
let orders = 0;

async function ordered() {
  orders += 1;
  const made = await challenge(test, tasks, { body: { input: { text: `followed ${orders}` } } });
  return { ...made, path: `/v1/tasks/${made.taskId}/events`, key: { 'task-key': String(made.body.taskKey) } };
}

const open = (path: string, headers: Record<string, string>): Promise<EventStream> =>
  openEventStream(`${test.url}${path}`, headers);

describe('following a task', () => {
  it('tells every change of state with its number, the progress, and at the end the task', async () => {
    const { path, key, taskId, paymentHash } = await ordered();
    const stream = await open(path, key);
    expect([stream.status, stream.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(stream.headers['cache-control']).toContain('no-store');
    test.dispatch.change(taskId, { state: 'QUEUED' }, paymentHash);
    expect(await stream.read(1)).toEqual([
      { event: 'state', id: '2', data: { state: 'QUEUED', at: expect.stringMatching(/Z$/) } },
    ]);
    test.dispatch.change(taskId, { state: 'RUNNING' });
    test.dispatch.change(taskId, { hasProgress: true, progress: 0.5, progressNote: 'half' });
    expect((await stream.read(2)).map(({ event, id }) => [event, id])).toEqual([
      ['state', '3'],
      ['progress', '3.1'],
    ]);
    deliver(test, taskId, paymentHash);
    const rest = await stream.read();
    expect(rest.map(({ event, id }) => [event, id])).toEqual([
      ['state', '4'],
      ['task', '4.end'],
    ]);
    expect(stream.text()).toMatch(/^retry: \d+\n\n/);
    // The key shows the state; the output is the credential's.
    expect(rest.at(-1)?.data).toMatchObject({ taskId, state: 'DELIVERED' });
    expect(stream.text()).not.toContain('"output"');
  });

  it('shows the output to the credential', async () => {
    const { path, authorization, taskId, paymentHash } = await ordered();
    deliver(test, taskId, paymentHash);
    const [last] = (await (await open(path, { authorization })).read()).slice(-1);
    expect(last).toMatchObject({ event: 'task', data: { output: { echo: 'hello' } } });
  });

  it('goes on where a lost connection had stopped, and ends for whoever has had all', async () => {
    const { path, authorization, key, taskId, paymentHash } = await ordered();
    const first = await open(path, key);
    test.dispatch.change(taskId, { state: 'QUEUED' }, paymentHash);
    const [queued] = await first.read(1);
    first.cut();
    test.dispatch.change(taskId, { state: 'RUNNING' });
    deliver(test, taskId, paymentHash);
    const second = await open(path, { authorization, 'last-event-id': queued?.id ?? '' });
    expect((await second.read()).map(({ event, id }) => `${event} ${id}`)).toEqual([
      'state 3',
      'state 4',
      'task 4.end',
    ]);
    // It had every state, and not the end.
    const third = await open(path, { authorization, 'last-event-id': '4' });
    expect((await third.read()).map(({ id }) => id)).toEqual(['4.end']);
    expect((await open(path, { authorization, 'last-event-id': '4.end' })).status).toBe(204);
  });

  it('does not repeat progress that the client has had', async () => {
    const { path, key, taskId, paymentHash } = await ordered();
    test.dispatch.change(taskId, { state: 'RUNNING' }, paymentHash);
    test.dispatch.change(taskId, { hasProgress: true, progress: 0.2 });
    const stream = await open(path, { ...key, 'last-event-id': '2.1' });
    test.dispatch.change(taskId, { hasProgress: true, progress: 0.9 });
    expect(await stream.read(1)).toEqual([{ event: 'progress', id: '2.2', data: { progress: 0.9 } }]);
    stream.cut();
  });

  it.each(['x', '-1', '1.2.3', '1e3', '9999999999', '7', '1.', 'null'])('refuses the false id %s', async (id) => {
    const { path, key } = await ordered();
    const answer = await test.send(path, { headers: { ...key, 'last-event-id': id } });
    expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
    expect(answer.json().errors).toMatchObject([{ path: 'Last-Event-ID' }]);
  });

  it('is for those who may see the task', async () => {
    const [mine, theirs] = [await ordered(), await ordered()];
    for (const headers of [{}, theirs.key, { authorization: theirs.authorization }, { 'task-key': 'x' }]) {
      expect((await test.send(mine.path, { headers: headers as Record<string, string> })).status).toBe(404);
    }
    const head = await test.send(mine.path, { method: 'HEAD', headers: mine.key });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  it('asks for no more than its client reads', async () => {
    const changes = 1_000;
    /** How often dispatch is asked while progress is made, by a client that reads or does not. */
    const asks = async (reads: boolean): Promise<number> => {
      const { path, key, taskId, paymentHash } = await ordered();
      test.dispatch.change(taskId, { state: 'RUNNING' }, paymentHash);
      const { hostname, port } = new URL(test.url);
      const client = connect(Number(port), hostname);
      client.write(`GET ${path} HTTP/1.1\r\nhost: x\r\ntask-key: ${key['task-key']}\r\n\r\n`);
      if (reads) client.resume();
      else client.pause();
      const before = test.dispatch.asked.length;
      // More than the buffers of both ends and of the system between them hold.
      const progressNote = 'x'.repeat(40_000);
      for (let n = 1; n <= changes; n += 1) {
        test.dispatch.change(taskId, { hasProgress: true, progress: n / changes, progressNote });
        await sleep(1);
      }
      client.destroy();
      return test.dispatch.asked.length - before;
    };
    const [slow, quick] = [await asks(false), await asks(true)];
    expect(quick).toBeGreaterThan(changes / 2);
    expect(slow).toBeLessThan(quick / 2);
  }, 60_000);
});

describe('the number of followers', () => {
  it('is limited for each client and in all, and given back', () => {
    const followers = new Followers({ perClient: 2, inAll: 3 });
    const leave = [followers.enter('a'), followers.enter('a')];
    expect(() => followers.enter('a')).toThrow('too many');
    followers.enter('b');
    expect(() => followers.enter('c')).toThrow('too many');
    leave[0]?.();
    // A connection that ends twice gives its place back once.
    leave[0]?.();
    followers.enter('c');
    expect(() => followers.enter('d')).toThrow('too many');
  });

  it('is answered by 429 beyond it', async () => {
    const { path, key } = await ordered();
    const streams: EventStream[] = [];
    for (let n = 0; n < 64; n += 1) streams.push(await open(path, key));
    const refused = await test.send(path, { headers: key });
    expect([refused.status, refused.json().code, refused.headers['retry-after']]).toEqual([
      429,
      'too_many_requests',
      '10',
    ]);
    for (const stream of streams) stream.cut();
    for (let tries = 0; ; tries += 1) {
      const again = await open(path, key);
      again.cut();
      if (again.status === 200) break;
      expect(tries).toBeLessThan(100);
      await sleep(20);
    }
  });
});

describe('canceling a task', () => {
  it('is for its key and its credential, and says what became of it', async () => {
    const { taskId, key } = await ordered();
    const path = `/v1/tasks/${taskId}/cancel`;
    const first = await test.send(path, { method: 'POST', headers: key });
    expect([first.status, first.json()]).toEqual([200, { taskId, state: 'CANCELED' }]);
    const other = await ordered();
    for (const headers of [{}, other.key]) {
      const answer = await test.send(path, { method: 'POST', headers: headers as Record<string, string> });
      expect([answer.status, answer.json().code]).toEqual([404, 'task_not_found']);
    }
  });

  it('is for an admin as well, who says why', async () => {
    const { taskId } = await ordered();
    const path = `/v1/admin/tasks/${taskId}/cancel`;
    const ask = (body: unknown, headers: Record<string, string> = admin) =>
      test.send(path, { method: 'POST', body, headers });
    expect((await ask({ reason: 'x' }, {})).status).toBe(401);
    for (const body of [{}, { reason: '' }, { reason: '  ' }, { reason: 'x'.repeat(201) }, { reason: 'x', more: 1 }]) {
      const refused = await ask(body);
      expect([refused.status, refused.json().code]).toEqual([400, 'invalid_request']);
    }
    const done = await ask({ reason: 'the seller is a fraud' });
    expect([done.status, done.json()]).toEqual([200, { taskId, state: 'CANCELED' }]);
    expect(test.dispatch.canceled.at(-1)).toMatchObject({ taskId, byAdmin: true, reason: 'the seller is a fraud' });
  });

  it('is refused after the delivery', async () => {
    const { taskId, authorization, paymentHash } = await ordered();
    deliver(test, taskId, paymentHash);
    const answer = await test.send(`/v1/tasks/${taskId}/cancel`, { method: 'POST', headers: { authorization } });
    expect([answer.status, answer.json().code]).toEqual([409, 'task_over']);
  });
});
