/**
 * Sellers' JSON Schemas (2020-12), compiled by Ajv once per version of a listing and run on strangers' values.
 *
 * Both sides are hostile: the schema is bounded in size, depth and number of nodes, holds no remote reference and no
 * pattern that backtracks (`schema-reader.ts`); the value is bounded in size and depth; and each validation has a budget
 * of work (`work-budget.ts`), which ends it after a fraction of a second whatever the two are.
 */
import { _, type CodeKeywordDefinition, type FuncKeywordDefinition, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { AppError, type FieldError } from '#kernel/errors';
import { checkedFormats } from './formats.js';
import { checkBounds, type JsonLimits, shortPath } from './json-bounds.js';
import { LinearPattern, linearEngine } from './linear-pattern.js';
import { fieldErrors, maxFieldErrors } from './schema-errors.js';
import { costKeyword, dialect, readSchema, type SchemaDocument } from './schema-reader.js';
import { type SubschemaCost, spend, spendFor, WorkExceeded, withBudget } from './work-budget.js';

export interface SchemaLimits {
  /** Of the schema itself. */
  readonly schema: { readonly maxBytes: number; readonly maxDepth: number; readonly maxNodes: number };
  /** Of the values that are validated. */
  readonly value: JsonLimits;
  /** Units of work per validation, at most about 0.15 µs each (`work-budget.ts`). */
  readonly maxWork: number;
}

export const defaultSchemaLimits: SchemaLimits = {
  schema: { maxBytes: 65_536, maxDepth: 32, maxNodes: 2_000 },
  value: { maxBytes: 1_048_576, maxDepth: 64 },
  maxWork: 2_000_000,
};

/**
 * Compiles a schema. Throws `invalid_schema` with the failing places (JSON pointers into the schema) for one that is
 * malformed, over a limit, or asks for what is not done here.
 */
export function compileSchema(schema: unknown, limits: SchemaLimits = defaultSchemaLimits): CompiledSchema {
  const broken = checkBounds(schema, limits.schema);
  if (broken) throw refusal([{ path: broken.path, message: broken.message }]);
  const malformed = metaSchemaErrors(schema);
  if (malformed.length > 0) throw refusal(malformed);
  const read = readSchema(schema);
  if ('fields' in read) throw refusal(read.fields.slice(0, maxFieldErrors));
  return new CompiledSchema(read.document, limits);
}

function refusal(fields: FieldError[], cause?: unknown): AppError {
  const first = fields[0];
  const detail = first
    ? `the schema is not accepted: ${first.path || 'it'} ${first.message}`
    : 'the schema is not accepted';
  return new AppError('invalid_schema', detail, { fields, cause });
}

let metaSchema: Ajv2020 | undefined;

function metaSchemaErrors(schema: unknown): FieldError[] {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) {
    return [{ path: '', message: 'must be a schema: an object or a boolean' }];
  }
  metaSchema ??= new Ajv2020({ strict: false, allErrors: true, validateFormats: false, logger: false });
  if (metaSchema.validate(dialect, schema)) return [];
  const fields = (metaSchema.errors ?? []).map((error) => ({
    path: shortPath(error.instancePath),
    message: error.message ?? 'is not as the dialect 2020-12 has it',
  }));
  return fields.slice(0, maxFieldErrors);
}

export class CompiledSchema {
  private readonly stopAtFirst: ValidateFunction;
  /** Collects all errors; compiled when a value fails for the first time. */
  private findAll: ValidateFunction | undefined;

  constructor(
    private readonly document: SchemaDocument,
    private readonly limits: SchemaLimits,
  ) {
    this.stopAtFirst = compileDocument(document, { allErrors: false });
  }

  /** What is wrong with the value: JSON pointers and sentences, at most 20. Empty means valid. Never throws. */
  validate(value: unknown): FieldError[] {
    const broken = checkBounds(value, this.limits.value);
    if (broken) return [{ path: broken.path, message: broken.message }];
    const first = run(this.stopAtFirst, value, this.limits.maxWork);
    if (first === 'exceeded') return [{ path: '', message: 'takes too much work to check against the schema' }];
    if (first.length === 0) return [];
    this.findAll ??= compileDocument(this.document, { allErrors: true });
    // Each error is kept in memory until the end, so the search for all of them gets a small part of the budget.
    const all = run(this.findAll, value, Math.ceil(this.limits.maxWork / 20));
    return all === 'exceeded' ? first : all;
  }
}

function run(check: ValidateFunction, value: unknown, maxWork: number): FieldError[] | 'exceeded' {
  try {
    if (withBudget(maxWork, () => check(value))) return [];
    return fieldErrors(check.errors ?? []);
  } catch (error) {
    // The stack is a budget as well: many schemas in place times many levels of the value.
    const stackExhausted = error instanceof Error && error.name === 'RangeError';
    if (error instanceof WorkExceeded || stackExhausted) return 'exceeded';
    throw error;
  } finally {
    check.errors = null;
  }
}

/** One Ajv per compilation: it keeps everything that it has ever compiled. */
function compileDocument(document: SchemaDocument, options: Options): ValidateFunction {
  const engine = Object.assign((source: string) => document.patterns.get(source) ?? new LinearPattern(source), {
    code: linearEngine.code,
  });
  const ajv = new Ajv2020({
    ...options,
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    strict: false,
    logger: false,
    messages: false,
    // A schema that is pointed at a thousand times becomes one function, not a thousand copies of its code.
    inlineRefs: false,
    // A member that is only inherited, such as "constructor", is not there.
    ownProperties: true,
    multipleOfPrecision: 9,
    formats: checkedFormats(),
    // Ajv's optimiser takes four times as long as the rest of the compilation, for code that is hardly faster.
    code: { regExp: engine, optimize: false },
  });
  ajv.removeKeyword('uniqueItems').addKeyword(linearUniqueItems).addKeyword(spendCost);
  try {
    return ajv.compile(document.schema);
  } catch (cause) {
    throw refusal([{ path: '', message: 'cannot be compiled' }], cause);
  }
}

const spendCost: CodeKeywordDefinition = {
  keyword: costKeyword,
  before: '$ref',
  code({ gen, schema, data }) {
    const cost = schema as SubschemaCost;
    if (cost.perKey + cost.perItem + cost.perChar === 0) {
      gen.code(_`${gen.scopeValue('func', { ref: spend })}(${cost.fixed})`);
    } else {
      gen.code(_`${gen.scopeValue('func', { ref: spendFor })}(${gen.scopeValue('obj', { ref: cost })}, ${data})`);
    }
  },
};

/** Ajv compares each pair of elements; this compares their canonical texts, in time linear in the size of the array. */
const linearUniqueItems: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  errors: false,
  validate(wanted: boolean, value: unknown[]): boolean {
    if (!wanted) return true;
    const seen = new Set<string>();
    for (const element of value) {
      const text = canonicalText(element);
      spend(1 + (text.length >> 2));
      if (seen.has(text)) return false;
      seen.add(text);
    }
    return true;
  },
};

/** JSON with sorted members: equal for values that JSON Schema calls equal (1 and 1.0 are one number, as is -0). */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
