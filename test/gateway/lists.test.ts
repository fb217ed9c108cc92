import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Type } from 'typebox';
import { bestOf } from '#apps/gateway/edge/accept';
import { tableOf, writeCsv } from '#apps/gateway/edge/csv';
import { cellText, csvRecords, readCsv } from '#test/harness/csv';
import { sellerCredential } from './fakes.js';
import { admin, challenge, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

describe('CSV', () => {
  it('gives back every text exactly, and none of them as a formula', () => {
    const table = tableOf(Type.Object({ a: Type.String(), b: Type.Object({ c: Type.String() }) }));
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '=1+1',
        '+1',
        '-1',
        '-1-1',
        '@SUM(A1)',
        "'",
        "'=x",
        ' =x',
        '\t=x',
        '\r',
        '＝x',
        '"',
        ',',
        '\r\n',
        '',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ a: text, b: fc.record({ c: text }) }), { maxLength: 5 }), (items) => {
        const csv = writeCsv(table, items);
        const [header, ...rows] = readCsv(csv);
        expect(header).toEqual(['a', 'b.c']);
        expect(rows.map((cells) => cells.map(cellText))).toEqual(items.map(({ a, b }) => [a, b.c]));
        for (const cell of rows.flat()) {
          if (!/^-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$/.test(cell))
            expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/);
        }
      }),
    );
  });

  it('writes amounts as the whole numbers that they are, also those below zero', () => {
    const table = tableOf(Type.Object({ amountMsat: Type.String() }));
    const amounts = ['-1500', '9223372036854775807', '0'].map((amountMsat) => ({ amountMsat }));
    expect(writeCsv(table, amounts)).toBe('amountMsat\r\n-1500\r\n9223372036854775807\r\n0\r\n');
  });

  it('makes a row for each member of a list of objects, one for an item that has none, and JSON of the rest', () => {
    const leg = Type.Object({ account: Type.String(), amountMsat: Type.String() });
    const item = Type.Object({
      seq: Type.String(),
      transfer: Type.Optional(Type.Object({ legs: Type.Array(leg) })),
      tags: Type.Array(Type.String()),
      any: Type.Unknown(),
      note: Type.Optional(Type.String()),
    });
    const items = [
      {
        seq: '1',
        transfer: {
          legs: [
            { account: '4', amountMsat: '-5' },
            { account: '6', amountMsat: '5' },
          ],
        },
        tags: ['a', 'b'],
        any: { x: [1] },
        note: 'two',
      },
      { seq: '2', tags: [], any: true },
    ];
    expect(readCsv(writeCsv(tableOf(item), items))).toEqual([
      ['seq', 'transfer.legs.account', 'transfer.legs.amountMsat', 'tags', 'any', 'note'],
      ['1', '4', '-5', '["a","b"]', '{"x":[1]}', 'two'],
      ['1', '6', '5', '["a","b"]', '{"x":[1]}', 'two'],
      ['2', '', '', '[]', 'true', ''],
    ]);
  });
});

describe('what a client accepts', () => {
  const offered = ['application/json', 'text/csv'] as const;
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['q=;;,', 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv'],
    ['TEXT/CSV; header=present', 'text/csv'],
    ['text/*', 'text/csv'],
    ['text/csv, application/json', 'application/json'],
    ['text/csv, */*', 'text/csv'],
    ['text/csv, */*;q=0.1', 'text/csv'],
    ['text/csv;q=0.5, application/json', 'application/json'],
    ['text/csv;q=0.5, application/json;q=0.4', 'text/csv'],
    ['text/csv;q=0, */*', 'application/json'],
    ['application/json;q=0, */*', 'text/csv'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'application/json'],
    ['text/html', undefined],
    ['image/*', undefined],
    ['text/csv;q=0', undefined],
    ['*/*;q=0', undefined],
  ])('%s is answered by %s', (accept, type) => {
    expect(bestOf(offered, accept)).toBe(type);
  });
});

describe('a list', () => {
  let test: GatewayUnderTest;
  beforeAll(async () => {
    test = await startGateway();
    test.registry.add({ title: '=HYPERLINK("http://evil.example")', description: 'two\r\nlines, "quoted"' });
  });
  afterAll(() => test.stop());
  const csv = { accept: 'text/csv' };

  it('can be had as CSV wherever the document pages it, with the columns that the document names', async () => {
    const document = (await test.send('/openapi.json')).json() as unknown as Document;
    const lists = Object.entries(document.paths).flatMap(([path, { get }]) => {
      const name = get?.responses['200']?.content?.['application/json']?.schema.$ref?.split('/').at(-1) ?? '';
      const paged = 'nextCursor' in (document.components.schemas[name]?.properties ?? {});
      return paged ? [{ path, get }] : [];
    });
    expect(lists.length).toBeGreaterThan(4);
    for (const { path, get } of lists) {
      const columns = get?.responses['200']?.content?.['text/csv']?.schema.description?.split(': ')[1];
      expect([path, columns]).toEqual([path, expect.any(String)]);
      expect([path, get?.parameters.map(({ name }) => name)]).toEqual([
        path,
        expect.arrayContaining(['cursor', 'limit']),
      ]);
      const headers = {
        ...csv,
        authorization: path.includes('/admin/') ? admin.authorization : `Bearer ${sellerCredential}`,
      };
      const ids = { '{id}': '1', '{reconciliationId}': `rec_${'0'.repeat(32)}` };
      const at = Object.entries(ids).reduce((whole, [name, id]) => whole.replace(name, id), path);
      const answer = await test.send(at, { headers });
      expect([path, answer.status, answer.headers['content-type']]).toEqual([
        path,
        200,
        'text/csv; charset=utf-8; header=present',
      ]);
      expect([path, answer.text.split('\r\n')[0]]).toEqual([path, columns]);
    }
  });

  it('has the same rows either way', async () => {
    const services = (await test.send('/v1/services')).json().services as Record<string, unknown>[];
    const records = csvRecords((await test.send('/v1/services', { headers: csv })).text);
    expect(records).toHaveLength(services.length);
    services.forEach((service, index) => {
      const { title, description, priceMsat, tags, createdAt } = service;
      expect(records[index]).toMatchObject({ title, description, priceMsat, tags: JSON.stringify(tags), createdAt });
      expect(JSON.parse(records[index]?.inputSchema ?? '')).toEqual(service.inputSchema);
    });
    const raw = (await test.send('/v1/services', { headers: csv })).text;
    expect(raw).toContain(`"'=HYPERLINK(""http://evil.example"")"`);

    const answer = await test.send('/v1/admin/ledger/transfers', { headers: admin });
    const transfers = answer.json().transfers as { seq: string; legs: object[] }[];
    const legs = transfers.flatMap(({ seq, legs: of }) => of.map((leg) => ({ seq, leg })));
    const rows = csvRecords((await test.send('/v1/admin/ledger/transfers', { headers: { ...admin, ...csv } })).text);
    expect(rows.map(({ seq }) => seq)).toEqual(legs.map(({ seq }) => seq));
  });

  it('says where its next page is, in both forms, with the same other parameters', async () => {
    for (const accept of ['application/json', 'text/csv']) {
      const first = await test.send('/v1/services?tag=test&limit=1', { headers: { accept } });
      expect(first.headers).toMatchObject({
        link: '</v1/services?tag=test&limit=1&cursor=more>; rel="next"',
        'next-cursor': 'more',
        vary: expect.stringContaining('Accept'),
      });
      const last = await test.send('/v1/services?tag=test&limit=1&cursor=more', { headers: { accept } });
      expect([last.headers.link, last.headers['next-cursor']]).toEqual([undefined, undefined]);
    }
  });

  it('is refused in a form that is not offered, and so is what is no list', async () => {
    for (const [path, accept] of [
      ['/v1/services', 'application/xml'],
      ['/v1/services/echo', 'text/csv'],
      ['/v1/admin/ledger/integrity', 'text/csv'],
    ] as const) {
      const answer = await test.send(path, { headers: { ...admin, accept } });
      expect([path, answer.status, answer.json().code]).toEqual([path, 406, 'not_acceptable']);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    }
  });

  it('keeps what is paid for out of it: whatever its client accepts, a task is answered', async () => {
    const { answer } = await challenge(test, '/v1/services/echo/tasks', {
      body: { input: { text: 'hello' } },
      headers: { accept: 'text/csv' },
    });
    expect(answer.status).toBe(402);
  });
});

interface Media {
  readonly schema: { readonly $ref?: string; readonly description?: string };
}
interface Document {
  readonly paths: Record<
    string,
    {
      readonly get?: {
        readonly parameters: readonly { readonly name: string }[];
        readonly responses: Record<string, { readonly content?: Record<string, Media> }>;
      };
    }
  >;
  readonly components: { readonly schemas: Record<string, { readonly properties?: object }> };
}
