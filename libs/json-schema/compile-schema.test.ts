import { describe, expect, it } from '@jest/globals';
import { AppError, type FieldError } from '#kernel/errors';
import { compileSchema } from './compile-schema.js';

function refusalOf(schema: unknown): readonly FieldError[] {
  try {
    compileSchema(schema);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_schema') return error.fields;
    throw error;
  }
  throw new Error('the schema was accepted');
}

const translation = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Text to translate',
  type: 'object',
  required: ['text', 'to'],
  additionalProperties: false,
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 20, examples: ['hello'] },
    to: { $ref: '#/$defs/language' },
    tags: { type: 'array', maxItems: 3, uniqueItems: true, items: { type: 'string' } },
    price: { type: 'number', multipleOf: 0.01, exclusiveMinimum: 0 },
    when: { type: 'string', format: 'date-time' },
  },
  $defs: { language: { type: 'string', pattern: '^[a-z]{2}(-[A-Z]{2})?$' }, unused: { type: 'null' } },
};

describe('validate', () => {
  const schema = compileSchema(translation);

  it('accepts what the schema accepts', () => {
    expect(
      schema.validate({ text: 'hi', to: 'de-CH', tags: ['a', 'b'], price: 0.07, when: '2026-01-02T03:04:05Z' }),
    ).toEqual([]);
  });

  it('names every failing place, as a pointer and a sentence', () => {
    const value = { text: '', tags: ['a', 1, 'b', 'a'], price: 0, when: 'today', 'a/b': 1 };
    expect(
      schema.validate(value).sort((a, b) => (`${a.path} ${a.message}` < `${b.path} ${b.message}` ? -1 : 1)),
    ).toEqual([
      { path: '/a~1b', message: 'is not a known property' },
      { path: '/price', message: 'must be > 0' },
      { path: '/tags', message: 'must have at most 3 elements' },
      { path: '/tags', message: 'must not have the same element twice' },
      { path: '/tags/1', message: 'must be of type string' },
      { path: '/text', message: 'must have at least 1 character' },
      { path: '/to', message: 'is required' },
      { path: '/when', message: 'must have the format date-time' },
    ]);
  });

  it('names at most 20 places, each in few words', () => {
    const errors = compileSchema({ additionalProperties: false }).validate(
      Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`${'k'.repeat(1_000)}${at}`, 1])),
    );
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(20);
    for (const { path, message } of errors) expect(path.length + message.length).toBeLessThan(500);
  });

  it('gives the same answer again and again', () => {
    for (let round = 0; round < 3; round++) {
      expect(schema.validate({ text: 'hi' })).toEqual([{ path: '/to', message: 'is required' }]);
      expect(schema.validate({ text: 'hi', to: 'de' })).toEqual([]);
    }
  });

  it.each([
    [
      { propertyNames: { maxLength: 2 } },
      { abc: 1 },
      '/abc',
      'has a name that is not accepted: it must have at most 2 characters',
    ],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, '/b', 'is required when "a" is present'],
    [{ contains: { const: 1 }, minContains: 2 }, [1, 2], '', 'must contain at least 2 elements that match'],
    [{ oneOf: [{ type: 'number' }, { type: 'integer' }] }, 1, '', 'must match only one of the alternatives'],
    [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'x', '', 'must match one of the alternatives'],
    [{ not: { type: 'string' } }, 'x', '', 'must not match the schema under "not"'],
    [{ enum: ['a', 1, null] }, 'x', '', 'must be one of "a", 1, null'],
    [{ const: { a: 1 } }, 'x', '', 'must be {"a":1}'],
    [{ properties: { a: false } }, { a: 1 }, '/a', 'is not accepted here'],
    [JSON.parse('{"if": {"type": "string"}, "then": {"maxLength": 1}}'), 'xx', '', 'must have at most 1 character'],
    [{ prefixItems: [true], items: false }, [1, 2], '', 'must have at most 1 element'],
    [{ properties: { a: true }, unevaluatedProperties: false }, { b: 1 }, '/b', 'is not a known property'],
    [{ type: ['string', 'null'] }, 1, '', 'must be of type string or null'],
  ])('%j on %j fails at %j: %s', (definition, value, path, message) => {
    expect(compileSchema(definition).validate(value)).toContainEqual({ path, message });
  });

  it('follows a recursive schema into the value', () => {
    const tree = compileSchema({
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#' } }, n: { type: 'integer' } },
    });
    expect(tree.validate({ n: 1, children: [{ n: 2, children: [] }] })).toEqual([]);
    expect(tree.validate({ children: [{ children: [{ n: 'x' }] }] })).toEqual([
      { path: '/children/0/children/0/n', message: 'must be of type integer' },
    ]);
  });

  it('follows references to any schema of the document, escaped names included', () => {
    const schema = compileSchema({
      properties: {
        'a/b~c %': { $defs: { deep: { type: 'integer' } }, type: 'string' },
        other: { $ref: '#/properties/a~1b~0c%20%25' },
      },
      items: { $ref: '#/properties/a~1b~0c%20%25/$defs/deep' },
    });
    expect(schema.validate({ 'a/b~c %': 'x', other: 1 })).toEqual([
      { path: '/other', message: 'must be of type string' },
    ]);
    expect(schema.validate(['x'])).toEqual([{ path: '/0', message: 'must be of type integer' }]);
  });

  it('takes inherited names for absent, and keeps the prototype clean', () => {
    expect(compileSchema({ required: ['constructor', 'toString'] }).validate({})).toHaveLength(2);
    expect(compileSchema({ properties: { constructor: { type: 'string' } } }).validate({})).toEqual([]);
    const polluting = JSON.parse('{"__proto__": {"polluted": true}}') as unknown;
    expect(compileSchema(true).validate(polluting)).toEqual([
      { path: '', message: 'has a member named __proto__, which is not accepted' },
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('compares elements by value, whatever the order of their members', () => {
    const unique = compileSchema({ uniqueItems: true });
    expect(
      unique.validate([
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ]),
    ).toHaveLength(1);
    expect(unique.validate([1, '1', [1], { a: 1 }, null, 'null', true, 'true'])).toEqual([]);
    expect(compileSchema({ uniqueItems: false }).validate([1, 1])).toEqual([]);
  });

  it('refuses values over their own bounds', () => {
    const limited = compileSchema(true, {
      schema: { maxBytes: 100, maxDepth: 2, maxNodes: 10 },
      value: { maxBytes: 100, maxDepth: 3 },
      maxWork: 1_000,
    });
    expect(limited.validate([[['ok']]])).toEqual([]);
    expect(limited.validate([[[['x']]]])[0]?.message).toBe('is nested deeper than 3 levels');
    expect(limited.validate('x'.repeat(100))[0]?.message).toBe('is larger than 100 bytes');
    expect(limited.validate({ at: new Date(0) })[0]?.message).toBe('is not a value that JSON can hold');
  });

  it('knows what boolean schemas say', () => {
    expect(compileSchema(true).validate({ a: 1 })).toEqual([]);
    expect(compileSchema(false).validate(1)).toEqual([{ path: '', message: 'is not accepted here' }]);
  });
});

describe('compileSchema refuses', () => {
  it.each([
    ['a remote reference', { $ref: 'https://example.com/schema.json' }, '/$ref'],
    ['a relative reference', { properties: { a: { $ref: 'other.json#/a' } } }, '/properties/a/$ref'],
    ['a reference to the dialect', { $ref: 'https://json-schema.org/draft/2020-12/schema' }, '/$ref'],
    ['an anchor reference', { $ref: '#name' }, '/$ref'],
    ['a reference to nothing', { $ref: '#/$defs/none' }, '/$ref'],
    ['a reference to what is no schema', { $ref: '#/examples/0', examples: [{ pattern: '(a+)+$' }] }, '/$ref'],
    ['a reference that is no URI', { $ref: '#/%' }, '/$ref'],
    ['$dynamicRef', { $dynamicRef: '#a' }, '/$dynamicRef'],
    ['$id', { $id: 'https://example.com/' }, '/$id'],
    ['$id below', { $defs: { a: { $id: 'b' } } }, '/$defs/a/$id'],
    ['$anchor', { $anchor: 'a' }, '/$anchor'],
    ['$async', { $async: true }, '/$async'],
    ['$data', { maximum: { $data: '/a' } }, '/maximum'],
    ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, '/$schema'],
    ['$schema below', { items: { $schema: 'https://json-schema.org/draft/2020-12/schema' } }, '/items/$schema'],
    ['items of older drafts', { items: [{ type: 'string' }] }, '/items'],
    ['additionalItems', { additionalItems: false }, '/additionalItems'],
    ['nullable', { nullable: true }, '/nullable'],
    ['an unknown format', { format: 'regex' }, '/format'],
    ['a lookahead', { pattern: '^(?=a)b' }, '/pattern'],
    ['a backreference', { pattern: '(a)\\1' }, '/pattern'],
    ['a pattern that is none', { pattern: '(' }, '/pattern'],
    ['a property pattern that is none', { patternProperties: { '[': true } }, '/patternProperties/['],
    ['a repetition without measure', { pattern: '.{1,1000}.{1,1000}' }, '/pattern'],
    ['a very long pattern', { pattern: 'a'.repeat(1_001) }, '/pattern'],
    ['a wrong type', { type: 'text' }, '/type'],
    ['a wrong keyword value', { required: 'name' }, '/required'],
    ['a wrong subschema', { properties: { a: 1 } }, '/properties/a'],
    ['a list', [], ''],
    ['null', null, ''],
    ['a function', () => true, ''],
    ['a schema that follows itself in place', { allOf: [{ $ref: '#' }] }, ''],
    [
      'schemas that follow each other in place',
      { $defs: { a: { $ref: '#/$defs/b' }, b: { not: { $ref: '#/$defs/a' } } } },
      '/$defs/a',
    ],
    ['the name __proto__', JSON.parse('{"properties": {"__proto__": {}}}'), '/properties'],
  ])('%s', (_what, schema, path) => {
    expect(refusalOf(schema).map((field) => field.path)).toContain(path);
  });

  it('10,000 levels, cheaply', () => {
    let deep: unknown = {};
    for (let level = 0; level < 10_000; level++) deep = { not: deep };
    const started = performance.now();
    expect(refusalOf(deep)[0]?.message).toBe('is nested deeper than 32 levels');
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('more than 64 kB, and more than 2,000 nodes', () => {
    expect(refusalOf({ description: 'x'.repeat(65_536) })[0]?.message).toBe('is larger than 65536 bytes');
    expect(refusalOf({ enum: Array.from({ length: 2_000 }, (_, at) => at) })[0]?.message).toBe(
      'has more than 2000 members and elements',
    );
  });

  it('many patterns that are large together', () => {
    const patternProperties = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`a${at}`, true]));
    expect(refusalOf({ patternProperties }).map((field) => field.message)).toContain('is one of more than 64 patterns');
    const large = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`a${at}.{900}`, true]));
    expect(refusalOf({ patternProperties: large }).map((field) => field.message)).toContain(
      'makes the patterns too large together',
    );
  });

  it('nothing for words that only describe', () => {
    const words = {
      title: 'x',
      default: 1,
      examples: [1],
      $comment: 'x',
      'x-order': 3,
      deprecated: true,
      contentMediaType: 'a/b',
    };
    expect(compileSchema({ ...words, unknownKeyword: { pattern: '(' } }).validate(1)).toEqual([]);
  });
});
