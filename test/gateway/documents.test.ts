/** The documents say what the server does: OpenAPI, the page for people, the table of errors and the list of routes. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type ErrorCode, errorKind, errorTable, isErrorCode } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { sellerCredential } from './fakes.js';
import { type Answer, admin, challenge, deliver, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

type Json = Record<string, unknown>;
interface Document {
  openapi: string;
  info: Json;
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Record<string, Json> };
}
interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  responses: Record<string, { description: string; content?: Record<string, { schema: Json; examples?: Json }> }>;
  requestBody?: { content: Record<string, { schema: Json }> };
  'x-payment-info'?: Json;
}

let test: GatewayUnderTest;
let document: Document;
beforeAll(async () => {
  test = await startGateway();
  test.registry.add();
  document = (await test.send('/openapi.json')).json() as unknown as Document;
});
afterAll(() => test.stop());

function operations(): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

describe('the OpenAPI document', () => {
  it('has the structure of OpenAPI 3.1', () => {
    const word = { type: 'string', minLength: 1 };
    const schema = { type: ['object', 'boolean'] };
    const media = {
      type: 'object',
      required: ['schema'],
      properties: { schema, examples: { type: 'object', additionalProperties: { required: ['value'] } } },
      additionalProperties: false,
    };
    const header = { type: 'object', required: ['description', 'schema'], additionalProperties: true };
    const response = {
      type: 'object',
      required: ['description'],
      properties: {
        description: word,
        headers: { type: 'object', additionalProperties: header },
        content: { type: 'object', minProperties: 1, additionalProperties: media },
      },
      additionalProperties: false,
    };
    const operation = {
      type: 'object',
      required: ['operationId', 'tags', 'summary', 'security', 'parameters', 'responses'],
      properties: {
        operationId: word,
        tags: { type: 'array', items: word, minItems: 1, maxItems: 1 },
        summary: word,
        description: word,
        security: { type: 'array', items: { type: 'object', additionalProperties: { type: 'array', maxItems: 0 } } },
        parameters: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'in', 'required', 'schema'],
            properties: {
              name: word,
              in: { enum: ['path', 'query', 'header'] },
              required: { type: 'boolean' },
              schema,
              description: word,
            },
            additionalProperties: false,
          },
        },
        requestBody: {
          type: 'object',
          required: ['content', 'required'],
          properties: { required: { const: true }, content: { type: 'object', additionalProperties: media } },
          additionalProperties: false,
        },
        responses: {
          type: 'object',
          minProperties: 1,
          propertyNames: { pattern: '^[1-5][0-9]{2}$' },
          additionalProperties: response,
        },
        'x-payment-info': { type: 'object', required: ['offers', 'protocols', 'price'] },
      },
      additionalProperties: false,
    };
    const meta = {
      type: 'object',
      required: ['openapi', 'info', 'servers', 'tags', 'paths', 'components'],
      properties: {
        openapi: { const: '3.1.0' },
        info: { type: 'object', required: ['title', 'version', 'summary', 'description'] },
        servers: { type: 'array', minItems: 1, items: { type: 'object', required: ['url'] } },
        tags: { type: 'array', items: { type: 'object', required: ['name', 'description'] } },
        paths: {
          type: 'object',
          propertyNames: { pattern: '^/' },
          additionalProperties: {
            type: 'object',
            propertyNames: { enum: ['get', 'head', 'put', 'post', 'delete'] },
            additionalProperties: operation,
          },
        },
        webhooks: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            required: ['post'],
            properties: {
              post: {
                ...operation,
                required: ['summary', 'parameters', 'requestBody', 'responses'],
                properties: { ...operation.properties, responses: { type: 'object', required: ['2XX'] } },
              },
            },
            additionalProperties: false,
          },
        },
        components: { type: 'object', required: ['schemas', 'securitySchemes'] },
      },
      additionalProperties: false,
    };
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(meta);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has unique names, known tags and schemes, and the parameters of each path', () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const { path, operation } of operations()) {
      expect(tags).toContain(operation.tags[0]);
      for (const scheme of operation.security.flatMap((entry) => Object.keys(entry))) {
        expect(document.components.securitySchemes).toHaveProperty(scheme);
      }
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const told = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect([path, told]).toEqual([path, inPath]);
    }
  });

  it('has schemas that are JSON Schema 2020-12, whose references lead somewhere and whose examples fit', () => {
    for (const reference of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
      const name = String(reference[1]).replace('#/components/schemas/', '');
      expect(document.components.schemas).toHaveProperty([name]);
    }
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const validate = compile(schema);
      for (const example of (schema.examples ?? []) as unknown[]) {
        validate(example);
        expect([name, validate.errors ?? []]).toEqual([name, []]);
      }
    }
  });

  it('lists every route that the server answers, and no other', async () => {
    const unknown = await Promise.all(
      operations().map(async ({ path, method }) => {
        const answer = await test.send(path.replaceAll(/\{\w+\}/g, 'x1'), { method: method.toUpperCase() });
        return (
          answer.status === 405 || (answer.status === 404 && answer.text.includes('"not_found"') && !path.includes('{'))
        );
      }),
    );
    expect(unknown).not.toContain(true);
    const listed = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    const documented = [
      ...readFileSync('docs/api.md', 'utf8').matchAll(/^\| `(GET|HEAD|POST|PUT|DELETE) ([^`]+)` \|/gm),
    ];
    expect(documented.map(([, method, path]) => `${method} ${path}`).sort()).toEqual(listed.sort());
  });

  it('marks what can be paid, and never gives it a 401', () => {
    const payable = operations().filter(({ operation }) => 'x-payment-info' in operation);
    expect(payable.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'post /v1/services/{slug}/tasks',
      'get /v1/services/{slug}/run',
      'post /v1/services/{slug}/run',
    ]);
    for (const { operation } of payable) {
      expect(operation.responses).toHaveProperty('402');
      expect(operation.responses).not.toHaveProperty('401');
      expect(operation['x-payment-info']).toMatchObject({
        offers: [{ intent: 'charge', method: 'lightning', currency: 'msat' }],
      });
    }
  });

  it('gives every error as a problem document with an example for each code', () => {
    for (const { operation } of operations()) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (Number(status) < 400 || status === '402') continue;
        const media = response.content?.['application/problem+json'];
        expect(media).toBeDefined();
        for (const [code, example] of Object.entries(media?.examples ?? {})) {
          expect(isErrorCode(code)).toBe(true);
          expect((example as { value: Json }).value).toMatchObject({ code, status: Number(status) });
        }
      }
    }
  });
});

describe('what the server answers', () => {
  it('fits the schema that the document has for it', async () => {
    const seller = { authorization: `Bearer ${sellerCredential}` };
    const bought = await challenge(test);
    check(bought.answer, 'post', '/v1/services/{slug}/tasks');
    deliver(test, bought.taskId, bought.paymentHash);
    const paid = { headers: { authorization: bought.authorization } };
    const gone = newId('task');
    const cancelOf = (taskId: string) => `/v1/admin/tasks/${taskId}/cancel`;
    const retryOf = (taskId: string) => `/v1/admin/tasks/${taskId}/retry`;
    const story = `/v1/admin/tasks/${bought.taskId}/timeline`;
    const asked: [string, string, Parameters<GatewayUnderTest['send']>[1]?, string?][] = [
      ['post', '/v1/services/{slug}/tasks', { ...paid, body: { input: { text: 'hello' } } }, '/v1/services/echo/tasks'],
      ['post', '/v1/services/{slug}/tasks', { body: { input: {} } }, '/v1/services/echo/tasks'],
      ['get', '/v1/tasks/{taskId}', paid, `/v1/tasks/${bought.taskId}`],
      ['get', '/v1/services/{slug}/run', {}, '/v1/services/echo/run?text=a'],
      ['get', '/v1/services'],
      ['get', '/v1/services/{slug}', {}, '/v1/services/echo'],
      ['post', '/v1/services/{slug}/pause', { method: 'POST', headers: seller }, '/v1/services/echo/pause'],
      ['get', '/v1/accounts/me/services', { headers: seller }],
      ['get', '/v1/accounts/me', { headers: seller }],
      ['get', '/v1/accounts/me'],
      ['post', '/v1/accounts', { body: {} }],
      ['get', '/v1/admin/ledger/trial-balance', { headers: admin }],
      ['get', '/v1/admin/ledger/accounts', { headers: admin }],
      ['get', '/v1/admin/ledger/accounts/{id}/entries', { headers: admin }, '/v1/admin/ledger/accounts/1/entries'],
      ['get', '/v1/admin/ledger/transfers', { headers: admin }],
      ['get', '/v1/admin/ledger/transfers/{seq}', { headers: admin }, '/v1/admin/ledger/transfers/7'],
      ['get', '/v1/admin/ledger/integrity', { headers: admin }],
      ['get', '/v1/admin/tasks/{taskId}/timeline', { headers: admin }, story],
      ['post', '/v1/admin/tasks/{taskId}/cancel', { headers: admin, body: { reason: 'why' } }, cancelOf(gone)],
      ['get', '/v1/admin/audit', { headers: admin }],
      ['get', '/v1/admin/tasks', { headers: admin }],
      ['post', '/v1/admin/tasks/{taskId}/retry', { headers: admin, body: { reason: 'why' } }, retryOf(bought.taskId)],
      ['post', '/v1/admin/tasks/{taskId}/retry', { headers: admin, body: { reason: 'why' } }, retryOf(gone)],
      ['get', '/v1/admin/holds', { headers: admin }],
      ['get', '/v1/admin/nodes', { headers: admin }],
      ['get', '/v1/admin/charges', { headers: admin }],
      ['get', '/v1/admin/charges/summary', { headers: admin }],
      ['get', '/healthz'],
      ['get', '/readyz'],
      ['get', '/'],
      ['get', '/openapi.json'],
    ];
    for (const [method, path, options, actual] of asked) check(await test.send(actual ?? path, options), method, path);
    test.missing.set('database', 'away');
    check(await test.send('/readyz'), 'get', '/readyz');
    test.missing.clear();
  });
});

function check(answer: Answer, method: string, path: string): void {
  const response = document.paths[path]?.[method]?.responses[String(answer.status)];
  expect([path, answer.status, response !== undefined]).toEqual([path, answer.status, true]);
  const media = response?.content?.[String(answer.headers['content-type']).split(';')[0] ?? ''];
  expect([path, answer.status, media !== undefined]).toEqual([path, answer.status, true]);
  const validate = compile(media?.schema ?? {});
  validate(answer.json());
  expect([path, answer.status, validate.errors ?? []]).toEqual([path, answer.status, []]);
}

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, validateFormats: false });

function compile(schema: Json) {
  return ajv.compile(inline(schema));
}

/** References to components replaced by what they point at, which for these schemas ends. */
function inline(schema: unknown): Json {
  const text = JSON.stringify(schema, (_, value: unknown) => {
    const reference = (value as { $ref?: string } | null)?.$ref;
    return reference === undefined
      ? value
      : inline(document.components.schemas[reference.replace('#/components/schemas/', '')]);
  });
  return JSON.parse(text) as Json;
}

describe('the pages for people', () => {
  it('are made from the same document, ask nobody for anything, and say that the money is simulated', async () => {
    const page = await test.send('/docs');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    for (const { path, operation } of operations()) {
      expect(page.text).toContain(`id="${operation.operationId}"`);
      expect(page.text).toContain(path.replaceAll('/', '/<wbr>'));
    }
    for (const code of Object.keys(errorTable)) expect(page.text).toContain(`id="error-${code}"`);
    expect(page.text).not.toMatch(/<script|<link|<img|@import|url\(|src=/);
    expect(page.text).toContain('Simulated money');
    const home = await test.send('/', { headers: { accept: 'text/html' } });
    expect(home.text).toContain('href="/docs"');
    expect(home.text).toContain('Simulated money');
    expect((await test.send('/')).json()).toMatchObject({ links: { docs: '/docs' }, notice: expect.any(String) });
  });

  it('say nothing of simulated money where it is none', async () => {
    const real = await startGateway({ simulatedMoney: false, publicBaseUrl: 'https://bazaar.example' });
    try {
      const texts = await Promise.all(
        ['/docs', '/', '/openapi.json'].map(async (path) => (await real.send(path)).text),
      );
      expect(texts.join('')).not.toMatch(/simulated/i);
      expect(texts[2]).toContain('"url":"https://bazaar.example"');
    } finally {
      await real.stop();
    }
  });
});

describe('docs/errors.md', () => {
  it('has the same codes, statuses and titles as the table in the code', () => {
    const rows = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `(\w+)` \| (\d+) \| (.+) \|$/gm)];
    const written = rows.map(([, code, status, title]) => ({ code, status: Number(status), title }));
    const known = (Object.keys(errorTable) as ErrorCode[]).map((code) => ({
      code,
      status: errorKind(code).status,
      title: errorTable[code].title,
    }));
    expect(written).toEqual(known);
  });
});
