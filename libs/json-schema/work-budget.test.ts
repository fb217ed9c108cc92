/** Schemas and values made to take long: each must end soon, and within the budget of work. */
import { describe, expect, it } from '@jest/globals';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { AppError } from '#kernel/errors';
import { compileSchema } from './compile-schema.js';
import { formatNames, maxFormatChars } from './formats.js';

/** Two busy cores and a cold compiler may make anything ten times slower; what is refused here would take minutes. */
const maxMs = 3_000;

function timed<T>(work: () => T): T {
  const started = performance.now();
  const result = work();
  expect(performance.now() - started).toBeLessThan(maxMs);
  return result;
}

const tooMuch = [{ path: '', message: 'takes too much work to check against the schema' }];
const range = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at));

describe('a validation ends soon', () => {
  it.each(['^(a+)+$', '(a|a)*$', '^(.*)*x$', '([a-zA-Z]+)*!', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*a){20}b'])(
    'with the catastrophic pattern %s',
    (pattern) => {
      const schema = timed(() => compileSchema({ pattern }));
      timed(() => schema.validate('a'.repeat(100_000)));
      timed(() => schema.validate(`${'a'.repeat(40)}!`));
      expect(timed(() => compileSchema({ pattern: '^(a+)+$' }).validate('aaa!'))).toHaveLength(1);
    },
  );

  it('with a pattern whose automaton explodes, over a long text and over many texts', () => {
    const text = range(17_000, (at) => ((at * 7919) % 13 < 6 ? 'a' : 'b')).join('');
    const schema = compileSchema({
      anyOf: [{ pattern: '\\b[ab]*a[ab]{900}\\bcd' }, { items: { pattern: '[ab]*a[ab]{400}(c|d)$' } }],
    });
    expect(timed(() => schema.validate(text))).toEqual(tooMuch);
    timed(() => schema.validate(range(2_000, (at) => `${text.slice(at, at + 250)}cb`)));
  });

  it('with references that double at each level', () => {
    const $defs: Record<string, unknown> = { d40: { type: 'number' } };
    for (let at = 0; at < 40; at++) $defs[`d${at}`] = { allOf: range(2, () => ({ $ref: `#/$defs/d${at + 1}` })) };
    expect(timed(() => compileSchema({ $ref: '#/$defs/d0', $defs }).validate(1))).toEqual(tooMuch);
  });

  it('with alternatives that double at each level of the value', () => {
    const schema = compileSchema({
      oneOf: range(3, (at) => ({ properties: { a: { $ref: '#' } }, required: ['a', `b${at}`] })),
    });
    let value: unknown = {};
    for (let level = 0; level < 60; level++) value = { a: value, b0: 1, b1: 1, b2: 1 };
    expect(timed(() => schema.validate(value))).toEqual(tooMuch);
  });

  it('with many schemas over many members or elements', () => {
    const members = Object.fromEntries(range(40_000, (at) => [`k${at}`, at]));
    const each = timed(() =>
      compileSchema({ allOf: range(600, () => ({ additionalProperties: { type: 'number' } })) }),
    );
    expect(timed(() => each.validate(members))).toEqual(tooMuch);
    const none = timed(() => compileSchema({ allOf: range(600, () => ({ additionalProperties: false })) }));
    expect(timed(() => none.validate(members))[0]?.message).toBe('is not a known property');
    const constants = timed(() => compileSchema({ items: { oneOf: range(900, (at) => ({ const: at })) } }));
    expect(timed(() => constants.validate(range(80_000, () => 5)))).toEqual(tooMuch);
  });

  it('with a huge enum over many elements', () => {
    const schema = timed(() => compileSchema({ items: { enum: range(1_900, (at) => `value number ${at}`) } }));
    expect(timed(() => schema.validate(range(50_000, () => 'value number 1899')))).toEqual(tooMuch);
    expect(schema.validate(['value number 1899'])).toEqual([]);
  });

  it('with unique elements among 100,000', () => {
    const schema = compileSchema({ uniqueItems: true });
    expect(timed(() => schema.validate(range(100_000, (at) => at)))).toEqual([]);
    expect(timed(() => schema.validate(range(40_000, (at) => [at])))).toEqual([]);
  });

  it('with a chain of schemas in place at each level of a deep value', () => {
    const $defs: Record<string, unknown> = { d90: { properties: { a: { $ref: '#/$defs/d0' } } } };
    for (let at = 0; at < 90; at++) $defs[`d${at}`] = { $ref: `#/$defs/d${at + 1}`, minProperties: 0 };
    const schema = compileSchema({ $ref: '#/$defs/d0', $defs });
    let value: unknown = {};
    for (let level = 0; level < 60; level++) value = { a: value };
    const errors = timed(() => schema.validate(value));
    expect([[], tooMuch]).toContainEqual(errors);
  });
});

describe('formats', () => {
  const seeds = [
    'a',
    '1',
    '-',
    '.',
    ':',
    '/',
    '@',
    '%41',
    '[',
    '::',
    '0.',
    'a-',
    'a.',
    '1:',
    '/~',
    'P1Y',
    '2026-01-01T',
    ' ',
    'é',
  ];

  it.each([...formatNames])('%s takes linear time on long strings', (format) => {
    const schema = compileSchema({ format });
    for (const seed of seeds) {
      for (const end of ['', '!', '@', '\u0000']) {
        const text = seed.repeat(Math.floor(maxFormatChars / seed.length) - 4) + end;
        const started = performance.now();
        for (const prefix of ['', 'a@', 'http://', 'P', '1.', 'a:']) schema.validate(prefix + text);
        expect(performance.now() - started).toBeLessThan(1_500);
      }
    }
  });

  it('knows each name that it promises, and refuses strings that are longer than any real one', () => {
    for (const name of formatNames) expect(fullFormats).toHaveProperty([name]);
    expect(compileSchema({ format: 'uri' }).validate('https://example.com/a?b#c')).toEqual([]);
    expect(compileSchema({ format: 'uri' }).validate(`https://example.com/${'a'.repeat(maxFormatChars)}`)).toHaveLength(
      1,
    );
    expect(compileSchema({ format: 'int32' }).validate(2 ** 31)).toHaveLength(1);
  });
});

describe('whatever a stranger writes', () => {
  const keyword = fc.constantFrom(
    ...[
      'type',
      'enum',
      'const',
      'pattern',
      'properties',
      'patternProperties',
      'items',
      'prefixItems',
      'allOf',
      'anyOf',
      'not',
      'if',
    ],
    ...[
      '$ref',
      '$defs',
      '$id',
      'required',
      'minLength',
      'maximum',
      'multipleOf',
      'format',
      'uniqueItems',
      'contains',
      'dependentSchemas',
    ],
    ...[
      'unevaluatedProperties',
      'propertyNames',
      '__proto__',
      'constructor',
      '$async',
      'x',
      '$schema',
      'then',
      '$cost',
    ],
  );
  const leaf = fc.oneof(
    fc.constantFrom(
      'string',
      'number',
      'object',
      '#',
      '#/$defs/x',
      '#/items',
      '^(a+)+$',
      '(',
      'date',
      '\u2028',
      "'];process.exit()//",
    ),
    fc.boolean(),
    fc.double(),
    fc.string(),
    fc.constant(null),
  );
  const { schema } = fc.letrec((tie) => ({
    schema: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.dictionary(keyword, tie('schema'), { maxKeys: 5 }),
      fc.array(tie('schema'), { maxLength: 3 }),
    ),
  }));
  const value = fc.oneof(schema, fc.jsonValue());

  it('is compiled or refused with an AppError, and a value is judged without a throw, in bounded time', () => {
    let compiled = 0;
    fc.assert(
      fc.property(schema, fc.array(value, { maxLength: 4 }), (definition, values) => {
        const checker = timed(() => {
          try {
            return compileSchema(definition);
          } catch (error) {
            if (error instanceof AppError && error.code === 'invalid_schema') return undefined;
            throw error;
          }
        });
        if (checker === undefined) return;
        compiled++;
        for (const one of values) expect(timed(() => checker.validate(one)).length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 1_000 },
    );
    expect(compiled).toBeGreaterThan(20);
  });
});
