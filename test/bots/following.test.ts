/** The SDK follows a task at a server that loses connections, repeats nothing, and is sometimes busy. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { followTask, NotFollowed, type TaskNews } from '#sdk/follow-task';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Answers one connection after the other; `asked` has what each of them came with. */
async function serve(...answers: Answer[]): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  server = createServer((request, response) => {
    asked.push(request);
    const answer = answers[asked.length - 1];
    if (answer) answer(request, response);
    else response.writeHead(500).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/tasks/tsk_1`, asked };
}

const event = (name: string, id: string, data: unknown) =>
  `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
const stream =
  (...parts: (string | 'cut')[]): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const part of parts) {
      // What was written before is on its way by then.
      if (part === 'cut') setTimeout(() => response.destroy(), 100);
      else response.write(part);
    }
    if (!parts.includes('cut')) response.end();
  };

async function all(news: AsyncGenerator<TaskNews>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { event: name, id } of news) seen.push(`${name} ${id}`);
  return seen;
}

describe('following by the SDK', () => {
  it('ends with the task', async () => {
    const { url, asked } = await serve(
      stream(
        'retry: 5\n\n',
        event('state', '2', { state: 'QUEUED' }),
        ': alive\n\n',
        event('task', '3.end', { state: 'DELIVERED' }),
      ),
    );
    expect(await all(followTask(url, { proof: { authorization: 'L402 a:b' } }))).toEqual(['state 2', 'task 3.end']);
    expect(asked[0]?.url).toBe('/v1/tasks/tsk_1/events');
    expect(asked[0]?.headers).toMatchObject({ authorization: 'L402 a:b', accept: 'text/event-stream' });
    expect(asked[0]?.headers).not.toHaveProperty('last-event-id');
  });

  it('goes on where it was after a lost connection, a clean end and a server that is busy', async () => {
    const { url, asked } = await serve(
      stream(event('state', '2', { state: 'QUEUED' }), 'event: state\nid: 3\ndata: {"sta', 'cut'),
      (_, response) => response.writeHead(503, { 'retry-after': '0' }).end(),
      stream(event('state', '3', { state: 'RUNNING' }), event('progress', '3.4', { progress: 0.5 })),
      stream(event('task', '4.end', { state: 'FAILED' })),
    );
    expect(await all(followTask(url, { proof: { taskKey: 'ab' } }))).toEqual([
      'state 2',
      'state 3',
      'progress 3.4',
      'task 4.end',
    ]);
    expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2', '2', '3.4']);
    expect(asked[0]?.headers['task-key']).toBe('ab');
  }, 15_000);

  it('gives up where the task is not known, and after as many failures as it may have', async () => {
    const unknown = await serve((_, response) => response.writeHead(404).end('no such task'));
    await expect(all(followTask(unknown.url, { proof: { taskKey: 'ab' } }))).rejects.toThrow(NotFollowed);
    expect(unknown.asked).toHaveLength(1);
    server?.close();
    const broken = await serve();
    const tries = followTask(broken.url, { proof: { taskKey: 'ab' }, maxFailures: 2 });
    await expect(all(tries)).rejects.toThrow('500');
    expect(broken.asked).toHaveLength(3);
  }, 15_000);

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event('state', '2', { state: 'QUEUED' }));
    });
    const news = followTask(url, { proof: { taskKey: 'ab' }, signal: stop.signal });
    expect((await news.next()).value).toMatchObject({ id: '2' });
    stop.abort();
    await expect(news.next()).rejects.toThrow();
  });
});
