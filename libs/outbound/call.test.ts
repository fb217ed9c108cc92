/** Calls against real servers on loopback that behave as badly as a stranger's may. */
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  allowing,
  closeAll,
  closeLast,
  failureOf,
  listen,
  outbound,
  readAll,
  request,
  serve,
} from '#test/outbound/servers';

afterEach(closeAll);

describe('a call', () => {
  it('posts the body and returns status, headers and body, whatever the status', async () => {
    const port = await serve(async (incoming, answer) => {
      const body = await readAll(incoming);
      answer.writeHead(418, { 'x-seen': incoming.headers['content-type'] });
      answer.end(JSON.stringify({ body, method: incoming.method, url: incoming.url, headers: incoming.headers }));
    });
    const response = await allowing(port).post(request(`http://127.0.0.1:${port}/run?x=1`));
    expect(response.status).toBe(418);
    expect(response.headers['x-seen']).toBe('application/json');
    expect(JSON.parse(response.body.toString())).toMatchObject({
      body: '{"a":1}',
      method: 'POST',
      url: '/run?x=1',
      headers: { host: `127.0.0.1:${port}`, 'accept-encoding': 'identity', 'content-length': '7' },
    });
  });

  it('keeps the connection for the next call to the same address', async () => {
    const ports: (number | undefined)[] = [];
    const port = await serve((incoming, answer) => {
      ports.push(incoming.socket.remotePort);
      incoming.resume().on('end', () => answer.end('ok'));
    });
    const client = allowing(port);
    for (let round = 0; round < 5; round++) {
      await client.post(request(`http://127.0.0.1:${port}/`));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(ports).toHaveLength(5);
    expect(new Set(ports).size).toBe(1);
  });

  it('lets the caller set no header of the connection', async () => {
    const client = allowing();
    for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'connection', 'proxy-authorization']) {
      await expect(client.post(request('https://seller.com/', { headers: { [name]: 'x' } }))).rejects.toThrow(
        'must not set',
      );
    }
  });

  it('waits on close for calls that run', async () => {
    const port = await serve((incoming, answer) => {
      incoming.resume();
      setTimeout(() => answer.end('late'), 200);
    });
    const client = allowing(port);
    const running = client.post(request(`http://127.0.0.1:${port}/`));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.close();
    expect((await running).body.toString()).toBe('late');
  });
});

describe('an address', () => {
  it('is refused unless its exact host and port are allowed', async () => {
    let hits = 0;
    const count = (_incoming: IncomingMessage, answer: ServerResponse) => {
      hits++;
      answer.end();
    };
    const [allowed, other] = [await serve(count), await serve(count)];
    const client = allowing(allowed);
    const refused = [
      `http://127.0.0.1:${other}/`,
      `https://127.0.0.1:${other}/`,
      `http://localhost:${allowed}/`,
      `http://127.0.0.2:${allowed}/`,
    ];
    refused.push(
      'https://169.254.169.254/latest/meta-data',
      `https://[::1]:${allowed}/`,
      'http://seller.com/',
      'nonsense',
    );
    for (const url of refused) expect(await failureOf(client.post(request(url)))).toBe('refused_address');
    expect(hits).toBe(0);
    await client.post(request(`http://127.0.0.1:${allowed}/`));
    expect(hits).toBe(1);
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['a private address among public ones', ['8.8.8.8', '127.0.0.1']],
    ['an IPv6 form of loopback', ['::ffff:127.0.0.1']],
    ['a metadata address', ['fd00:ec2::254']],
    ['what is no address', ['not-an-address']],
    ['too many addresses', Array.from({ length: 33 }, (_, at) => `8.8.8.${at}`)],
  ])('is refused when its name leads to %s', async (_what, addresses) => {
    const client = outbound({ allowedEndpoints: [], resolver: async () => addresses });
    const failure = await client.post(request('https://seller.com/')).catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'refused_address' });
    // What a private name server says about private names is not told to strangers.
    for (const address of addresses) expect(String(failure)).not.toContain(address);
  });

  it('is judged anew at every call, so a name that changes its answer is refused', async () => {
    let hits = 0;
    const port = await serve((_incoming, answer) => {
      hits++;
      answer.end();
    });
    const answers = [['192.0.2.1'], ['127.0.0.1'], ['::1']];
    let asked = 0;
    const client = outbound({
      allowedEndpoints: [],
      resolver: async () => answers[asked++ % answers.length] as string[],
    });
    for (let round = 0; round < 6; round++) {
      expect(await failureOf(client.post(request(`https://rebinding.seller.com:${port}/`)))).toBe('refused_address');
    }
    expect(asked).toBe(6);
    expect(hits).toBe(0);
  });

  it('is resolved once per call, and that address is the one that is called, kept connections or not', async () => {
    const seen: string[] = [];
    const note = (incoming: IncomingMessage, answer: ServerResponse) => {
      seen.push(`${incoming.socket.localAddress} ${incoming.headers.host}`);
      answer.end();
    };
    const port = await serve(note, '0.0.0.0');
    const answers = ['127.0.0.1', '127.0.0.2', '127.0.0.1', '127.0.0.3'];
    let asked = 0;
    const client = outbound({
      allowedEndpoints: [{ host: 'changing.seller.com', port }],
      resolver: async () => [answers[asked++] as string],
    });
    for (let round = 0; round < 4; round++) await client.post(request(`http://changing.seller.com:${port}/`));
    expect(asked).toBe(4);
    expect(seen).toEqual(answers.map((address) => `${address} changing.seller.com:${port}`));
  });

  it('that takes no connection is followed by the next one of the name', async () => {
    const port = await serve((_incoming, answer) => answer.end('second'));
    const client = outbound({
      allowedEndpoints: [{ host: 'two.seller.com', port }],
      resolver: async () => ['127.0.0.9', '127.0.0.1'],
    });
    expect((await client.post(request(`http://two.seller.com:${port}/`))).body.toString()).toBe('second');
  });

  it('that does not exist fails with dns, and one that nobody listens on with connect', async () => {
    const failing = outbound({ allowedEndpoints: [], resolver: () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await failureOf(failing.post(request('https://seller.com/')))).toBe('dns');
    const empty = outbound({ allowedEndpoints: [], resolver: async () => [] });
    expect(await failureOf(empty.post(request('https://seller.com/')))).toBe('dns');
    const server = createTcpServer();
    const port = await listen(server);
    await closeLast();
    expect(await failureOf(allowing(port).post(request(`http://127.0.0.1:${port}/`)))).toBe('connect');
  });
});

describe('an answer', () => {
  it('that is a redirect is not followed', async () => {
    let hits = 0;
    const inner = await serve((_incoming, answer) => {
      hits++;
      answer.end('secret');
    });
    const port = await serve((incoming, answer) => {
      answer
        .writeHead(Number(incoming.url?.slice(1)), { location: `http://127.0.0.1:${inner}/` })
        .end('x'.repeat(100_000));
    });
    const client = allowing(port, inner);
    for (const status of [301, 302, 303, 307, 308, 300, 304]) {
      expect(await failureOf(client.post(request(`http://127.0.0.1:${port}/${status}`)))).toBe('redirect');
    }
    expect(hits).toBe(0);
  });

  it.each([['announced'], ['not announced']])('of 100 MB is cut early (%s)', async (how) => {
    let sent = 0;
    let ended: Promise<unknown> = Promise.resolve();
    const chunk = Buffer.alloc(65_536, 0x20);
    const port = await serve((incoming, answer) => {
      incoming.resume();
      ended = once(answer, 'close');
      if (how === 'announced') answer.writeHead(200, { 'content-length': 100 * 1024 * 1024 });
      const pump = () => {
        while (!answer.destroyed && sent < 100 * 1024 * 1024) {
          sent += chunk.length;
          if (!answer.write(chunk)) {
            answer.once('drain', pump);
            return;
          }
        }
        answer.end();
      };
      pump();
    });
    expect(await failureOf(allowing(port).post(request(`http://127.0.0.1:${port}/`)))).toBe('too_large');
    await ended;
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  it('of exactly the limit is taken', async () => {
    const port = await serve((incoming, answer) => answer.end('x'.repeat(Number(incoming.url?.slice(1)))));
    const client = allowing(port);
    expect((await client.post(request(`http://127.0.0.1:${port}/10000`))).body).toHaveLength(10_000);
    expect(await failureOf(client.post(request(`http://127.0.0.1:${port}/10001`)))).toBe('too_large');
  });

  it('that is compressed is refused and never unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const port = await serve((_incoming, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const client = allowing(port);
    expect(await failureOf(client.post(request(`http://127.0.0.1:${port}/`, { maxResponseBytes: 1_000_000 })))).toBe(
      'protocol',
    );
  });

  it.each<[string, RequestListener]>([
    ['never comes', () => undefined],
    ['stops after its headers', (_incoming, answer) => answer.writeHead(200).flushHeaders()],
    [
      'drips a byte at a time',
      (_incoming, answer) => {
        const drip = setInterval(() => answer.write('x'), 20);
        answer.on('close', () => clearInterval(drip));
      },
    ],
    [
      'drips informational answers',
      (_incoming, answer) => {
        const drip = setInterval(() => answer.writeProcessing(), 20);
        answer.on('close', () => clearInterval(drip));
      },
    ],
  ])('that %s ends with the time of the call', async (_what, listener) => {
    const port = await serve((incoming, answer) => {
      incoming.resume();
      listener(incoming, answer);
    });
    const started = performance.now();
    expect(await failureOf(allowing(port).post(request(`http://127.0.0.1:${port}/`, { timeoutMs: 400 })))).toBe(
      'timeout',
    );
    const tookMs = performance.now() - started;
    expect(tookMs).toBeGreaterThan(350);
    expect(tookMs).toBeLessThan(5_000);
  });

  it('that takes no request body ends with the time of the call', async () => {
    const server = createTcpServer((socket) => socket.pause().on('error', () => undefined));
    const port = await listen(server);
    const body = Buffer.alloc(20 * 1024 * 1024);
    expect(await failureOf(allowing(port).post(request(`http://127.0.0.1:${port}/`, { timeoutMs: 400, body })))).toBe(
      'timeout',
    );
  });

  it.each([
    ['is no HTTP', 'SSH-2.0-OpenSSH_9\r\n'],
    ['breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'],
    ['says nothing', ''],
    ['has two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx'],
  ])('that %s fails with protocol', async (_what, text) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end(text));
    });
    const port = await listen(server);
    expect(await failureOf(allowing(port).post(request(`http://127.0.0.1:${port}/`)))).toBe('protocol');
  });

  it('that is a reset fails with protocol', async () => {
    const port = await serve((incoming) => incoming.socket.resetAndDestroy());
    expect(await failureOf(allowing(port).post(request(`http://127.0.0.1:${port}/`)))).toBe('protocol');
  });

  it('with endless headers is refused', async () => {
    const server = createTcpServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\n');
          for (let at = 0; at < 10_000; at++) socket.write(`x-${at}: ${'y'.repeat(100)}\r\n`);
        });
    });
    const port = await listen(server);
    expect(await failureOf(allowing(port).post(request(`http://127.0.0.1:${port}/`)))).toBe('too_large');
  });
});

describe('time and cancellation', () => {
  it('count the resolver as well', async () => {
    const client = outbound({ allowedEndpoints: [], resolver: () => new Promise(() => undefined) });
    expect(await failureOf(client.post(request('https://seller.com/', { timeoutMs: 200 })))).toBe('timeout');
  });

  it('end a call by the signal of the caller', async () => {
    const port = await serve(() => undefined);
    const controller = new AbortController();
    const call = failureOf(allowing(port).post(request(`http://127.0.0.1:${port}/`, { signal: controller.signal })));
    setTimeout(() => controller.abort(), 50);
    expect(await call).toBe('canceled');
  });
});
