/**
 * Query strings know only text; a schema knows more. `GET …/run?count=3&tag=a&tag=b` becomes `{count: 3, tag: ["a", "b"]}`
 * by the types of the schema's top-level properties. Nothing is refused here: a text that does not read as its type stays
 * text, and the validation that follows says what was expected.
 */
import { localTarget } from './schema-reader.js';

const maxHops = 8;
const numberText = /^-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?$/;

export type Query = Readonly<Record<string, string | readonly string[]>>;

/** The value that the query stands for, always an object. `schema` is the seller's schema as it was written. */
export function coerceQuery(schema: unknown, query: Query): Record<string, unknown> {
  const properties = asObject(asObject(schema)?.properties);
  const entries = Object.entries(query).map(([name, text]): [string, unknown] => {
    const property = properties && Object.hasOwn(properties, name) ? resolve(schema, properties[name]) : undefined;
    return [name, coerce(schema, property, text)];
  });
  // fromEntries defines members, so that a parameter named __proto__ is one like any other.
  return Object.fromEntries(entries);
}

function coerce(
  root: unknown,
  property: Record<string, unknown> | undefined,
  text: string | readonly string[],
): unknown {
  const types = property === undefined ? [] : [property.type].flat();
  if (types.includes('array')) {
    const items = resolve(root, property?.items);
    return [text].flat().map((element) => coerceScalar(items, element));
  }
  if (typeof text !== 'string') return text.length === 1 ? coerceScalar(property, text[0] as string) : text;
  return coerceScalar(property, text);
}

function coerceScalar(property: Record<string, unknown> | undefined, text: string): unknown {
  if (property === undefined) return text;
  const types = [property.type].flat();
  // A parameter that may be text is text: "007" must not become 7.
  if (types.includes('string')) return text;
  if ((types.includes('integer') || types.includes('number')) && numberText.test(text)) {
    const number = Number(text);
    if (Number.isFinite(number)) return number;
  }
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.includes('null') && (text === 'null' || text === '')) return null;
  if (property.type === undefined) {
    const listed = Array.isArray(property.enum)
      ? property.enum
      : Object.hasOwn(property, 'const')
        ? [property.const]
        : [];
    const match = listed.find((value: unknown) =>
      typeof value === 'object' ? value === null && text === 'null' : String(value) === text,
    );
    if (match !== undefined) return match;
  }
  return text;
}

/** The schema itself, or the one that its `$ref` points at. */
function resolve(root: unknown, schema: unknown): Record<string, unknown> | undefined {
  let at = asObject(schema);
  for (let hop = 0; at !== undefined && typeof at.$ref === 'string'; hop++) {
    const target = localTarget(at.$ref);
    if (hop === maxHops || target === undefined) return undefined;
    at = asObject(follow(root, target));
  }
  return at;
}

function follow(root: unknown, target: string): unknown {
  let at = root;
  for (const part of target.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
