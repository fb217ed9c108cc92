/**
 * Reads a seller's JSON Schema (2020-12) into the document that is compiled: a copy that holds only keywords whose cost
 * and meaning are known.
 *
 * - Keywords that only describe (`title`, `examples`, `x-…`, unknown ones) are dropped, as the standard has it.
 * - Keywords that change how a document is read (`$id`, `$anchor`, `$dynamicRef` …) and those of older drafts are refused,
 *   since ignoring them would change what the seller meant.
 * - `$ref` may only point at a schema of the same document. The places pointed at move into `$defs` of the copy; definitions
 *   that nobody points at are left out.
 * - A schema may follow itself into members and elements, since values have a bounded depth, but not in place.
 * - Each subschema carries its cost, which the compiled code spends (see `work-budget.ts`).
 */
import type { FieldError } from '#kernel/errors';
import { formatNames } from './formats.js';
import { pointer, shortPath } from './json-bounds.js';
import { LinearPattern, PatternRefused } from './linear-pattern.js';
import type { SubschemaCost } from './work-budget.js';

export const dialect = 'https://json-schema.org/draft/2020-12/schema';
export const costKeyword = '$cost';
const maxPatterns = 64;
const maxProgramsTogether = 8_000;
/** Schemas that apply to one and the same place, one inside the other: each is a frame of the stack. */
const maxInPlace = 100;

export type SchemaObject = { [keyword: string]: unknown };
export type Schema = boolean | SchemaObject;

export interface SchemaDocument {
  readonly schema: Schema;
  readonly patterns: ReadonlyMap<string, LinearPattern>;
}

const valueKeywords = new Set([
  ...['type', 'enum', 'const', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'format'],
  ...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxContains', 'minContains'],
  ...['maxProperties', 'minProperties', 'required', 'dependentRequired'],
]);
const inPlaceSchema = new Set(['not', 'if', 'then', 'else']);
const inPlaceList = new Set(['allOf', 'anyOf', 'oneOf']);
const childSchema = new Set([
  ...['additionalProperties', 'propertyNames', 'unevaluatedProperties', 'items', 'contains', 'unevaluatedItems'],
]);
const childMap = new Set(['properties', 'patternProperties']);
const definitions = new Set(['$defs', 'definitions']);

const refused: Record<string, string> = {
  $id: 'is not accepted: a schema is one document without a name of its own',
  $anchor: 'is not accepted; point at #/$defs/<name>',
  $dynamicRef: 'is not accepted; use $ref',
  $dynamicAnchor: 'is not accepted; point at #/$defs/<name>',
  $recursiveRef: 'belongs to an older draft; use $ref',
  $recursiveAnchor: 'belongs to an older draft',
  $vocabulary: 'is not accepted: the vocabularies are those of 2020-12',
  $async: 'is not accepted',
  $data: 'is not accepted',
  dependencies: 'belongs to an older draft; use dependentRequired or dependentSchemas',
  additionalItems: 'belongs to an older draft; use prefixItems and items',
  nullable: 'belongs to OpenAPI 3.0; write "type": ["string", "null"]',
};

interface Node {
  readonly path: string;
  readonly copy: Schema;
  /** Subschemas that apply to the same place. */
  readonly inPlace: Node[];
  ref: { target: string } | undefined;
  /** Puts another schema in this one's place in the copy. */
  replace: (schema: Schema) => void;
}

/** The document to compile, or what is wrong with the schema. Expects a value within the bounds of `checkBounds`. */
export function readSchema(raw: unknown): { document: SchemaDocument } | { fields: FieldError[] } {
  const reading = new Reading();
  const root = reading.read(raw, []);
  reading.resolveReferences();
  reading.refuseEndlessSchemas();
  if (reading.fields.length > 0) return { fields: reading.fields };
  return { document: { schema: reading.result(root), patterns: reading.patterns } };
}

class Reading {
  readonly fields: FieldError[] = [];
  readonly patterns = new Map<string, LinearPattern>();
  private readonly nodes = new Map<string, Node>();
  private readonly moved = new Map<Node, string>();
  private programs = 0;

  read(raw: unknown, names: readonly string[]): Node {
    const path = pointer(names);
    const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
    if (!isObject && typeof raw !== 'boolean') this.refuse(path, 'must be a schema: an object or a boolean');
    const copy: Schema = isObject ? {} : raw === true;
    const node: Node = { path, copy, inPlace: [], ref: undefined, replace: () => undefined };
    this.nodes.set(path, node);
    if (isObject)
      for (const [keyword, value] of Object.entries(raw)) this.readKeyword(node, keyword, value, [...names, keyword]);
    if (typeof copy === 'object' && Object.keys(copy).length > 0) copy[costKeyword] = costOf(copy);
    return node;
  }

  private readKeyword(node: Node, keyword: string, value: unknown, names: string[]): void {
    const copy = node.copy as SchemaObject;
    if (Object.hasOwn(refused, keyword)) {
      this.refuse(pointer(names), refused[keyword] as string);
    } else if (keyword === '$schema') {
      if (names.length > 1 || (value !== dialect && value !== `${dialect}#`)) {
        this.refuse(pointer(names), `must be "${dialect}", at the top of the schema`);
      }
    } else if (keyword === '$ref') {
      this.readReference(node, value, names);
    } else if (valueKeywords.has(keyword)) {
      this.readValue(keyword, value, names);
      copy[keyword] = value;
    } else if (inPlaceSchema.has(keyword) || childSchema.has(keyword)) {
      const child = this.readInto(copy, keyword, value, names);
      if (inPlaceSchema.has(keyword)) node.inPlace.push(child);
    } else if (inPlaceList.has(keyword) || keyword === 'prefixItems') {
      const list: SchemaObject = [] as unknown as SchemaObject;
      copy[keyword] = list;
      for (const [at, member] of Object.entries(value as unknown[])) {
        const child = this.readInto(list, at, member, [...names, at]);
        if (keyword !== 'prefixItems') node.inPlace.push(child);
      }
    } else if (childMap.has(keyword) || keyword === 'dependentSchemas') {
      const map: SchemaObject = {};
      copy[keyword] = map;
      for (const [name, member] of Object.entries(value as object)) {
        if (keyword === 'patternProperties') this.readPattern(name, [...names, name]);
        const child = this.readInto(map, name, member, [...names, name]);
        if (keyword === 'dependentSchemas') node.inPlace.push(child);
      }
    } else if (definitions.has(keyword)) {
      for (const [name, member] of Object.entries(value as object)) this.read(member, [...names, name]);
    }
  }

  private readInto(parent: SchemaObject, name: string, raw: unknown, names: string[]): Node {
    const node = this.read(raw, names);
    parent[name] = node.copy;
    node.replace = (schema) => {
      parent[name] = schema;
    };
    return node;
  }

  private readReference(node: Node, value: unknown, names: string[]): void {
    const target = typeof value === 'string' ? localTarget(value) : undefined;
    if (target === undefined) {
      this.refuse(pointer(names), 'must point inside this schema: "#" or "#/…"');
      return;
    }
    node.ref = { target };
    // Holds the keyword's place, so that this counts as a schema with a rule; resolveReferences sets it.
    (node.copy as SchemaObject).$ref = '#';
  }

  private readValue(keyword: string, value: unknown, names: string[]): void {
    if (keyword === 'pattern') this.readPattern(String(value), names);
    if (keyword === 'format' && !formatNames.includes(String(value))) {
      this.refuse(pointer(names), `is not checked here; use one of ${formatNames.join(', ')}, or a pattern`);
    }
  }

  private readPattern(source: string, names: string[]): void {
    if (this.patterns.has(source)) return;
    if (this.patterns.size >= maxPatterns) {
      this.refuse(pointer(names), `is one of more than ${maxPatterns} patterns`);
      return;
    }
    try {
      const pattern = new LinearPattern(source);
      this.patterns.set(source, pattern);
      this.programs += pattern.programSize;
      if (this.programs > maxProgramsTogether) this.refuse(pointer(names), 'makes the patterns too large together');
    } catch (error) {
      if (!(error instanceof PatternRefused)) throw error;
      this.refuse(pointer(names), error.message);
    }
  }

  resolveReferences(): void {
    for (const node of [...this.nodes.values()]) {
      if (node.ref === undefined) continue;
      const target = this.nodes.get(node.ref.target);
      if (target === undefined) {
        this.refuse(`${node.path}/$ref`, 'points at nothing that is a schema of this document');
        continue;
      }
      node.inPlace.push(target);
      if (!this.moved.has(target)) this.moved.set(target, `t${this.moved.size}`);
      (node.copy as SchemaObject).$ref = `#/$defs/${this.moved.get(target)}`;
    }
  }

  /** A cycle of schemas in place would never end, and a long chain of them would exhaust the stack. */
  refuseEndlessSchemas(): void {
    const heights = new Map<Node, number>();
    const open = new Set<Node>();
    const height = (node: Node): number => {
      const known = heights.get(node);
      if (known !== undefined) return known;
      if (open.has(node)) {
        this.refuse(node.path, 'applies to the same place again and again, without end');
        return 0;
      }
      open.add(node);
      const result = 1 + node.inPlace.reduce((most, inner) => Math.max(most, height(inner)), 0);
      open.delete(node);
      heights.set(node, result);
      return result;
    };
    for (const node of this.nodes.values()) {
      if (height(node) <= maxInPlace) continue;
      this.refuse(node.path, `applies more than ${maxInPlace} schemas to one place, one inside the other`);
      return;
    }
  }

  result(root: Node): Schema {
    if (this.moved.size === 0) return root.copy;
    for (const [target, name] of this.moved) target.replace({ $ref: `#/$defs/${name}` });
    const defs = Object.fromEntries([...this.moved].map(([target, name]) => [name, target.copy]));
    const name = this.moved.get(root);
    return name === undefined
      ? { ...(root.copy as SchemaObject), $defs: defs }
      : { $ref: `#/$defs/${name}`, $defs: defs };
  }

  private refuse(path: string, message: string): void {
    this.fields.push({ path: shortPath(path), message });
  }
}

/** The canonical pointer that a local `$ref` means, or undefined for a reference that is not local. */
export function localTarget(reference: string): string | undefined {
  if (reference === '#') return '';
  if (!reference.startsWith('#/')) return undefined;
  try {
    const names = reference.slice(2).split('/');
    return pointer(names.map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')));
  } catch {
    // decodeURIComponent throws on a stray percent sign: not a URI reference.
    return undefined;
  }
}

/** What the compiled code does for one application of this subschema, apart from the subschemas inside it. */
function costOf(schema: SchemaObject): SubschemaCost {
  const size = (keyword: string): number => Object.keys((schema[keyword] as object | undefined) ?? {}).length;
  const has = (keyword: string): boolean => Object.hasOwn(schema, keyword);
  const listed = has('enum') || has('const');
  const constants = listed ? JSON.stringify([schema.enum, schema.const]).length / 8 : 0;
  const dependent = Object.values((schema.dependentRequired as object | undefined) ?? {}).flat().length;
  return {
    fixed: Math.ceil(
      1 + Object.keys(schema).length + constants + (size('required') + size('properties') + dependent) / 2,
    ),
    // Loops over the members of an object are the slowest, since a large object is a hash table.
    perKey:
      3 *
      [
        'additionalProperties',
        'unevaluatedProperties',
        'propertyNames',
        'patternProperties',
        'minProperties',
        'maxProperties',
      ].filter(has).length,
    perItem: ['items', 'prefixItems', 'contains', 'unevaluatedItems', 'uniqueItems'].filter(has).length,
    perChar: has('minLength') || has('maxLength') ? 1 / 16 : 0,
  };
}
