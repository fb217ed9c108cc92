/** A seller's question as it comes over the wire, and the schema that it sets for the answer. Pure. */
import { type CompiledSchema, compileSchema, type SchemaLimits } from '#json-schema/compile-schema';
import { SchemaCache } from '#json-schema/schema-cache';
import { AppError, type FieldError } from '#kernel/errors';
import { printable } from '../printable.js';
import { maxQuestions } from '../task.js';

export interface Question {
  /** Counts the questions of the task from 1, over all attempts. */
  readonly n: number;
  readonly message: string;
  /** Of the answer; undefined where any JSON will do. */
  readonly schemaJson: string | undefined;
  readonly answerWithinMs: number;
}

export interface BadQuestion {
  readonly ok: false;
  readonly code: 'invalid_request' | 'invalid_schema';
  readonly detail: string;
  readonly fields: readonly FieldError[];
}

const maxMessageLength = 2_000;
/** A place at the seller and the buyer's money wait for the answer, so neither waits for ever. */
const answerWithinMs = { min: 1_000, usual: 600_000, max: 86_400_000 };

/** All answers of one task together. */
export const maxAnswersBytes = 262_144;
export const answerBounds = { maxBytes: maxAnswersBytes, maxDepth: 32 };

/** A question is smaller than a listing, and its schema is compiled for one answer. */
const schemaLimits: SchemaLimits = {
  schema: { maxBytes: 16_384, maxDepth: 16, maxNodes: 500 },
  value: answerBounds,
  maxWork: 500_000,
};
const maxSchemas = 100;

/** `{"n": 1, "message": "…", "schema"?: {…}, "answerWithinMs"?: 60000}` */
export function readQuestion(value: unknown): ({ readonly ok: true } & Question) | BadQuestion {
  const ask = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const {
    n,
    message,
    schema,
    answerWithinMs: within = answerWithinMs.usual,
    ...unknown
  } = ask as Record<string, unknown>;
  const fields: FieldError[] = [];
  const must = (holds: boolean, path: string, what: string) => {
    if (!holds) fields.push({ path, message: what });
  };
  const [first] = Object.keys(unknown);
  must(first === undefined, '', 'has a member that a question does not have');
  must(isWhole(n, 1, maxQuestions), '/n', `must be a whole number from 1 to ${maxQuestions}`);
  const text = typeof message === 'string' ? printable(message) : '';
  must(
    text !== '' && text.length <= maxMessageLength,
    '/message',
    `must be a text of 1 to ${maxMessageLength} characters`,
  );
  const { min, max } = answerWithinMs;
  must(isWhole(within, min, max), '/answerWithinMs', `must be a whole number from ${min} to ${max}`);
  const [wrong] = fields;
  if (wrong) return { ok: false, code: 'invalid_request', detail: `${wrong.path} ${wrong.message}`, fields };
  if (schema !== undefined) {
    const bad = badSchema(schema);
    if (bad) return bad;
  }
  const schemaJson = schema === undefined ? undefined : JSON.stringify(schema);
  return { ok: true, n: n as number, message: text, schemaJson, answerWithinMs: within as number };
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function badSchema(schema: unknown): BadQuestion | undefined {
  try {
    compileSchema(schema, schemaLimits);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'invalid_schema') throw thrown;
    const fields = thrown.fields.map(({ path, message }) => ({ path: `/schema${path}`, message }));
    return { ok: false, code: 'invalid_schema', detail: thrown.detail, fields };
  }
}

/** Compiled schemas of answers, by task and question. */
export class AnswerSchemas {
  private readonly schemas = new SchemaCache(maxSchemas, schemaLimits);

  get(taskUuid: string, n: number, schemaJson: string): CompiledSchema {
    return this.schemas.get(`${taskUuid}/${n}`, JSON.parse(schemaJson));
  }
}
