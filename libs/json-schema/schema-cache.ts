/**
 * Compiled schemas by key: a listing's id with its version and the side, such as `lst_…/3/input`. A version never changes,
 * so an entry never goes stale; the one that was used longest ago makes room for a new one.
 */
import { type CompiledSchema, compileSchema, defaultSchemaLimits, type SchemaLimits } from './compile-schema.js';

export class SchemaCache {
  private readonly entries = new Map<string, CompiledSchema>();

  /** A compiled schema takes 10 kB to about 2 MB, depending on its size. */
  constructor(
    private readonly maxEntries = 200,
    private readonly limits: SchemaLimits = defaultSchemaLimits,
  ) {}

  /** The compiled schema of that key; compiles `schema` when it is not there. Throws `invalid_schema` as `compileSchema` does. */
  get(key: string, schema: unknown): CompiledSchema {
    const found = this.entries.get(key);
    if (found !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, found);
      return found;
    }
    const compiled = compileSchema(schema, this.limits);
    this.entries.set(key, compiled);
    if (this.entries.size > this.maxEntries) {
      const oldest = this.entries.keys().next();
      if (!oldest.done) this.entries.delete(oldest.value);
    }
    return compiled;
  }

  get size(): number {
    return this.entries.size;
  }
}
