import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coerceQuery } from './coerce-query.js';

const schema = {
  properties: {
    text: { type: 'string' },
    count: { type: 'integer' },
    ratio: { $ref: '#/$defs/ratio' },
    loud: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    sizes: { type: 'array', items: { $ref: '#/$defs/ratio' } },
    either: { type: ['integer', 'null'] },
    code: { type: ['string', 'integer'] },
    level: { enum: [1, 2, 'x', null] },
    loop: { $ref: '#/properties/loop' },
    constructor: { type: 'integer' },
  },
  $defs: { ratio: { type: 'number' } },
};

describe('coerceQuery', () => {
  it.each([
    [{ text: '7' }, { text: '7' }],
    [
      { count: '7', ratio: '-0.5e3', loud: 'true' },
      { count: 7, ratio: -500, loud: true },
    ],
    [
      { count: '007', ratio: '0x10', loud: 'yes' },
      { count: '007', ratio: '0x10', loud: 'yes' },
    ],
    [
      { count: '', ratio: ' 1', loud: '' },
      { count: '', ratio: ' 1', loud: '' },
    ],
    [{ ratio: '1e999' }, { ratio: '1e999' }],
    [{ tags: 'a' }, { tags: ['a'] }],
    [
      { tags: ['a', 'b'], sizes: ['1', 'x'] },
      { tags: ['a', 'b'], sizes: [1, 'x'] },
    ],
    [{ either: 'null' }, { either: null }],
    [
      { either: '5', code: '5' },
      { either: 5, code: '5' },
    ],
    [{ level: '2' }, { level: 2 }],
    [{ level: 'null' }, { level: null }],
    [
      { level: '3', loop: 'a' },
      { level: '3', loop: 'a' },
    ],
    [{ count: ['1', '2'] }, { count: ['1', '2'] }],
    [{ count: ['1'] }, { count: 1 }],
    [
      { unknown: '1', toString: 'x' },
      { unknown: '1', toString: 'x' },
    ],
    [{ constructor: '3' }, { constructor: 3 }],
  ])('%j becomes %j', (query, value) => {
    expect(coerceQuery(schema, query as Record<string, string | string[]>)).toEqual(value);
  });

  it('keeps a parameter named __proto__ as a member', () => {
    const value = coerceQuery(schema, JSON.parse('{"__proto__": "1"}') as Record<string, string>);
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['0']).toBeUndefined();
  });

  it('takes any schema and any query without a throw, and keeps every name', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))),
        (any, query) => {
          expect(Object.keys(coerceQuery(any, query)).sort()).toEqual(Object.keys(query).sort());
        },
      ),
    );
  });
});
