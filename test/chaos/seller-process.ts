/**
 * Sellers in a process of their own, to be killed: `node --import …/typescript.mjs seller-process.ts`. Its first line of input
 * is a `Brief`; each further one names a listing that it shall serve. What it does with an attempt follows from the seed, the
 * number in the task's input and the attempt, so that a run's choices can be had again.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { signWebhook, verifyWebhook } from '#sdk/webhook';
import { type Random, seeded } from '#test/ledger/random';

/** What the process is told first. */
export interface Brief {
  readonly seed: number;
  /** One for each listing: a seller's address is probed only a few times a minute. */
  readonly ports: readonly number[];
}

/** A listing that it serves. */
export interface Shop {
  readonly slug: string;
  /** `whsec_…` of one that is pushed; what it claims with of one that is pulled. */
  readonly secret: string;
  readonly mode: 'push' | 'pull';
  readonly baseUrl: string;
}

interface Work {
  readonly taskId: string;
  readonly attempt: number;
  readonly input: { readonly text: string };
  readonly callbackUrl: string;
}

const shops = new Map<string, Shop>();
const leaseMs = 2_000;
const claimPauseMs = 200;
const callTimeoutMs = 5_000;

function dice(seed: number, { input, attempt }: Pick<Work, 'input' | 'attempt'>): Random {
  return seeded(seed ^ Math.imul(Number(/\d+/.exec(input.text)?.[0] ?? 0), 31) ^ Math.imul(attempt, 7_919));
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The status; undefined where nobody answered. */
async function post(url: string, headers: Record<string, string>, body: unknown): Promise<Response | undefined> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(callTimeoutMs),
  }).catch(() => undefined);
}

/** Late, twice, and once more where nobody has heard it. */
async function callBack(random: Random, work: Work, id: string, secret: string, result: unknown): Promise<void> {
  await sleep(random.pick([0, 50, 300, 1_500, 4_000]));
  const body = JSON.stringify(result);
  const copies = random.pick([1, 2, 3]);
  const bring = async () => {
    for (let tries = 0; tries < 8; tries += 1) {
      const heard = await post(work.callbackUrl, { ...signWebhook({ id, body, secret }) }, body);
      await heard?.body?.cancel();
      if (heard && heard.status < 500 && heard.status !== 429) return;
      await sleep(500);
    }
  };
  await Promise.all(Array.from({ length: copies }, bring));
}

async function serve(seed: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => undefined);
  const body = await buffer(request);
  const shop = shops.get((request.url ?? '').slice(1));
  const id = shop && verifyWebhook(request.headers, body, shop.secret);
  if (!shop || id === undefined) return answer(response, 401, {});
  const message = JSON.parse(body.toString()) as Work & { readonly type: string; readonly challenge?: string };
  if (message.type === 'probe') return answer(response, 200, { challenge: message.challenge });
  const random = dice(seed, message);
  const output = { output: { echo: message.input } };
  await sleep(random.pick([0, 0, 5, 50, 200, 800]));
  const kind = random.int(24);
  if (kind === 0) return answer(response, 500, {});
  if (kind === 1) return answer(response, 422, { error: { message: 'no' } });
  if (kind === 2) return answer(response, 200, { output: { words: 1 } });
  if (kind === 3) return void response.destroy();
  // Silent, until the deadline takes the task away.
  if (kind === 4) return undefined;
  if (kind < 10) {
    answer(response, 202, {});
    const result = random.pick([output, output, output, { output: {} }, { error: { message: 'busy', retry: true } }]);
    return await callBack(random, message, id, shop.secret, result);
  }
  return answer(response, 200, output);
}

/** One worker of a pulled listing: claims, and does one thing or another with what it gets. */
async function pull(seed: number, shop: Shop): Promise<never> {
  const headers = { authorization: `Bearer ${shop.secret}` };
  for (;;) {
    const claimed = await post(`${shop.baseUrl}/v1/work/claim`, headers, { wait: 2, leaseMs });
    if (claimed?.status !== 200) {
      await claimed?.body?.cancel();
      await sleep(claimPauseMs);
      continue;
    }
    const work = (await claimed.json()) as Work;
    const random = dice(seed, work);
    await sleep(random.pick([0, 5, 50, 300]));
    const attempt = `${shop.baseUrl}/v1/work/${work.taskId}/attempts/${work.attempt}`;
    const kind = random.int(16);
    const say = async (what: string, body: unknown) => {
      const heard = await post(`${attempt}/${what}`, headers, body);
      await heard?.body?.cancel();
      return heard?.status ?? 500;
    };
    if (kind === 0) await say('fail', { message: 'not now', retry: true });
    else if (kind === 1) await say('fail', { message: 'never', retry: false });
    else if (kind > 2) {
      if (kind === 3) await say('progress', { progress: 0.5, note: 'half' });
      const result = { output: { echo: work.input } };
      // Once more, as after an answer that was lost; and until somebody hears it.
      if (kind === 4) await say('complete', result);
      for (let tries = 0; tries < 8 && (await say('complete', result)) >= 500; tries += 1) await sleep(300);
    }
  }
}

let brief: Brief | undefined;
createInterface({ input: process.stdin }).on('line', (line) => {
  const told = JSON.parse(line) as Brief | Shop;
  if ('ports' in told) {
    brief = told;
    let missing = told.ports.length;
    for (const port of told.ports) {
      const server = createServer((request, response) => {
        serve(told.seed, request, response).catch((error: Error) => response.destroy(error));
      });
      server.listen(port, '127.0.0.1', () => {
        missing -= 1;
        if (missing === 0) console.log('ready');
      });
    }
    return;
  }
  shops.set(told.slug, told);
  if (told.mode === 'pull') for (let worker = 0; worker < 4; worker += 1) void pull(brief?.seed ?? 0, told);
  console.log(`serves ${told.slug}`);
});
// The end of the pipe is the end of the test.
process.stdin.on('end', () => process.exit(0));
