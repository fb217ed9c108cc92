import { describe, expect, it } from '@jest/globals';
import { SchemaCache } from './schema-cache.js';

describe('SchemaCache', () => {
  it('compiles a key once and forgets the one used longest ago', () => {
    const cache = new SchemaCache(2);
    const a = cache.get('a', { type: 'string' });
    cache.get('b', { type: 'number' });
    expect(cache.get('a', { type: 'null' })).toBe(a);
    cache.get('c', true);
    expect(cache.size).toBe(2);
    expect(cache.get('a', { type: 'null' })).toBe(a);
    expect(cache.get('b', { type: 'null' }).validate(1)).toHaveLength(1);
  });

  it('does not keep what it refused', () => {
    const cache = new SchemaCache(2);
    expect(() => cache.get('a', { type: 'text' })).toThrow('invalid_schema');
    expect(cache.size).toBe(0);
  });
});
