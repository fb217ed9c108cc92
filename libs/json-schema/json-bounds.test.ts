import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '#kernel/errors';
import { checkBounds, parseJson, pointer } from './json-bounds.js';

const limits = { maxBytes: 1_000, maxDepth: 4 };

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'none';
}

describe('parseJson', () => {
  it('reads JSON within its limits', () => {
    expect(parseJson('{"a":[1,{"b":"[[[[[{{{{"}]}', limits)).toEqual({ a: [1, { b: '[[[[[{{{{' }] });
    expect(parseJson('"\\"[[[[[["', limits)).toBe('"[[[[[[');
  });

  it('refuses more bytes than allowed, counted as UTF-8', () => {
    expect(codeOf(() => parseJson(JSON.stringify('x'.repeat(999)), limits))).toBe('body_too_large');
    expect(codeOf(() => parseJson(JSON.stringify('€'.repeat(400)), limits))).toBe('body_too_large');
    expect(codeOf(() => parseJson(JSON.stringify('€'.repeat(300)), limits))).toBe('none');
  });

  it('refuses the level above the limit, not the limit', () => {
    expect(codeOf(() => parseJson('[[[[]]]]', limits))).toBe('none');
    expect(codeOf(() => parseJson('[[[[[]]]]]', limits))).toBe('invalid_json');
  });

  it('refuses ten million levels without parsing them', () => {
    const text = '['.repeat(10_000_000);
    const started = performance.now();
    expect(codeOf(() => parseJson(text, { maxBytes: 20_000_000, maxDepth: 64 }))).toBe('invalid_json');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each([
    ['', 'nothing'],
    ['{', 'an open brace'],
    ['{"a":1e999}', 'an infinite number'],
    ['{"__proto__":{"admin":true}}', 'a prototype'],
    ['{"\\u005f_proto__":1}', 'an escaped prototype'],
    ['{"a":[{"__proto__":1}]}', 'a prototype further in'],
    [']]]]', 'closing brackets'],
  ])('refuses %j (%s)', (text) => {
    expect(codeOf(() => parseJson(text, limits))).toBe('invalid_json');
  });

  it('agrees with JSON.parse on all JSON within the limits, and throws nothing but AppError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json({ maxDepth: 6 }), fc.string()), (text) => {
        try {
          expect(parseJson(text, { maxBytes: 10_000, maxDepth: 5 })).toEqual(JSON.parse(text));
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }),
    );
  });
});

describe('checkBounds', () => {
  it('names the place that breaks a bound', () => {
    expect(checkBounds({ a: [{ 'x/y': [[1]] }] }, limits)).toEqual({
      path: '/a/0/x~1y/0',
      message: 'is nested deeper than 4 levels',
      tooLarge: false,
    });
  });

  it('ends on a cycle', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(checkBounds(cycle, limits)?.message).toBe('is nested deeper than 4 levels');
  });

  it('counts members and elements', () => {
    expect(checkBounds([1, [2, 3]], { ...limits, maxNodes: 4 })).toBeUndefined();
    expect(checkBounds([1, [2, 3], 4], { ...limits, maxNodes: 4 })?.tooLarge).toBe(true);
  });

  it.each([[() => 1], [new Date(0)], [undefined], [Number.NaN], [1n], [new Map()], [Symbol('x')]])(
    'refuses %p',
    (value) => {
      expect(checkBounds({ value }, limits)).toMatchObject({ message: 'is not a value that JSON can hold' });
    },
  );
});

describe('pointer', () => {
  it('escapes as RFC 6901 says', () => {
    expect(pointer(['a/b', 'm~n', '', '0'])).toBe('/a~1b/m~0n//0');
  });
});
