/** Values that a JSON Schema (2020-12, as far as the API's document uses it) allows. */
import fc from 'fast-check';
import type { ApiDocument, Schema } from './document.js';

const maxDepth = 4;

export function valueFor(document: ApiDocument, schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace('#/components/schemas/', '');
    return valueFor(document, document.components.schemas[name] ?? {}, depth);
  }
  const examples = Array.isArray(schema.examples) ? schema.examples : [];
  const made = madeUp(document, schema, depth);
  return examples.length === 0 ? made : fc.oneof(made, fc.constantFrom(...examples));
}

function madeUp(document: ApiDocument, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valueFor(document, choice, depth)));
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return numbers(schema, (min, max) => fc.integer({ min, max }));
    case 'number':
      return numbers(schema, (min, max) => fc.double({ min, max, noNaN: true }));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return depth >= maxDepth
        ? fc.constant([])
        : fc.array(valueFor(document, (schema.items ?? {}) as Schema, depth + 1), {
            maxLength: Math.min(Number(schema.maxItems ?? 4), 4),
          });
    case 'object':
      return objectOf(document, schema, depth);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

function objectOf(document: ApiDocument, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  if (properties.length === 0)
    return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
  const required = (schema.required ?? []) as string[];
  const members = Object.fromEntries(properties.map(([name, member]) => [name, valueFor(document, member, depth + 1)]));
  return fc.record(members, { requiredKeys: required.filter((name) => name in members) });
}

function textOf(schema: Schema): fc.Arbitrary<string> {
  const minLength = Number(schema.minLength ?? 0);
  const maxLength = Math.max(minLength, Math.min(Number(schema.maxLength ?? 60), 300));
  if (typeof schema.pattern === 'string') {
    return fc.stringMatching(new RegExp(schema.pattern)).map((text) => text.slice(0, Number(schema.maxLength ?? 300)));
  }
  return fc.string({ minLength, maxLength });
}

function numbers<T>(schema: Schema, make: (min: number, max: number) => fc.Arbitrary<T>): fc.Arbitrary<T> {
  const min = Number(schema.minimum ?? -1_000_000);
  return make(min, Math.max(min, Number(schema.maximum ?? 1_000_000)));
}
