/**
 * Whatever is sent to whichever route, the answer is one that `/openapi.json` announces for it: its status, its media type, the
 * form of its body; and it is never an error of ours. MARKET_SEED repeats a run.
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { Agent, request } from 'undici';
import { credential, taskOrder } from '#test/harness/buyers';
import { call } from '#test/harness/http';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer } from '#test/harness/sellers';
import { seeds } from '#test/ledger/random';
import type { ApiDocument, Operation } from './document.js';
import { type AnyRequest, anyRequest, type Known } from './requests.js';

const given = process.env.MARKET_SEED;
const [seed = 0] = given === undefined ? seeds(1) : [Number(given)];
const requestsPerOperation = 40;
/** Longer than anything here may wait; a route that does not answer is a defect too. */
const answerWithinMs = 20_000;

const market = suiteMarketplace(() => ({
  environment: { BOTBAZAAR_CHALLENGES_PER_MINUTE: '1000000', BOTBAZAAR_CHALLENGES_BURST: '1000000' },
}));

describe(`any request, MARKET_SEED=${seed}`, () => {
  const agent = new Agent({ keepAliveTimeout: 500, keepAliveMaxTimeout: 500 });
  const validator = new Ajv2020.default({ strict: false, allErrors: false });
  addFormats.default(validator);
  let document: ApiDocument;
  let known: Known;

  beforeAll(async () => {
    document = await call<ApiDocument>(market().access().baseUrl, '/openapi.json');
    validator.addSchema({ $id: 'api', components: document.components });
    known = await realThings();
  }, 60_000);

  it('gets an answer that the document announces, and never an error of ours', async () => {
    const wrong: string[] = [];
    let sent = 0;
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const requests = fc.sample(anyRequest(document, path, method, operation, known), {
          seed: seed + sent,
          numRuns: requestsPerOperation,
        });
        for (const one of requests) {
          sent += 1;
          const complaint = await complaintAbout(operation, one);
          if (complaint !== undefined) wrong.push(`${operation.operationId}: ${complaint}\n  ${shown(one)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThan(1_000);
  }, 180_000);

  it('leaves books that add up', async () => {
    expect((await market().books.integrity()).defects).toEqual([]);
  });

  async function complaintAbout(operation: Operation, one: AnyRequest): Promise<string | undefined> {
    const { path, method, headers, raw } = one;
    const {
      statusCode,
      headers: said,
      body,
    } = await request(`${market().access().baseUrl}${path}`, {
      method: method as 'GET',
      headers,
      body: raw ?? null,
      dispatcher: agent,
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const type = String(said['content-type'] ?? '').split(';')[0] ?? '';
    if (type === 'text/event-stream') {
      // What is cut short ends with an error that says so.
      body.on('error', () => undefined).destroy();
      return statusCode === 200 && operation.responses['200']?.content?.[type]
        ? undefined
        : 'an event stream unannounced';
    }
    const text = await body.text();
    if (statusCode >= 500) return `${statusCode} ${text}`;
    const announced = operation.responses[String(statusCode)];
    if (announced === undefined) return `${statusCode} is not announced: ${text.slice(0, 300)}`;
    if (text === '') return undefined;
    const media = announced.content?.[type];
    if (media === undefined) return `${statusCode} in ${type} is not announced`;
    if (!type.endsWith('json')) return undefined;
    const valid = validator.compile(inApi(media.schema));
    return valid(JSON.parse(text))
      ? undefined
      : `${statusCode} ${validator.errorsText(valid.errors)}: ${text.slice(0, 300)}`;
  }

  /** Something of everything, so that requests get past the doors. */
  async function realThings(): Promise<Known> {
    const listing = await market().list();
    const later = await market().list({ behaviour: (_, response) => answer(response, 202, {}) });
    const buyer = market().buyer();
    const bought = await buyer.buy(taskOrder(listing.slug, { text: 'bought' }));
    const open = await buyer.challenge(taskOrder(later.slug, { text: 'open' }));
    const asking = await market().list({
      deadlineMs: 600_000,
      behaviour: (_, response) => answer(response, 200, { ask: { n: 1, message: 'Which?', answerWithinMs: 600_000 } }),
    });
    const asked = await buyer.challenge(taskOrder(asking.slug, { text: 'asked' }));
    await buyer.pay(asked);
    const right = credential(bought.challenge, bought.paid.preimage);
    return {
      parameters: {
        slug: [listing.slug, later.slug, 'none'],
        taskId: [bought.challenge.taskId, open.taskId, asked.taskId],
        attempt: ['1', '2'],
        id: ['1', '2', '3'],
        seq: ['1', '2'],
      },
      credentials: {
        account: [{ authorization: `Bearer ${listing.credential}` }, { authorization: `Bearer ${later.credential}` }],
        admin: [{ authorization: `Bearer ${market().access().adminToken}` }],
        l402: [{ authorization: right }],
        taskKey: [
          { 'task-key': open.taskKey ?? '' },
          { 'task-key': bought.challenge.taskKey ?? '' },
          { 'task-key': asked.taskKey ?? '' },
        ],
      },
      bodies: [
        { input: { text: 'x' } },
        { output: { echo: 1 } },
        { error: { message: 'no', retry: true } },
        { reason: 'asked' },
        { n: 1, input: 'this' },
        { n: 1, message: 'Which?' },
        { progress: 0.5, piece: { n: 1, output: 'x' } },
      ],
    };
  }
});

/** References of a part of the document, seen from outside of it. */
function inApi(schema: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'));
}

function shown({ method, path, headers, raw }: AnyRequest): string {
  const hidden = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.slice(0, 40)]));
  return `${method} ${path.slice(0, 200)} ${JSON.stringify(hidden)} ${raw?.slice(0, 200) ?? ''}`;
}
