/** What a seller's answer means, whether it came inline or by callback. Pure: the same bytes always mean the same. */
import { isUtf8 } from 'node:buffer';
import { type CompiledSchema, defaultSchemaLimits } from '#json-schema/compile-schema';
import { parseJson } from '#json-schema/json-bounds';
import { AppError, type FieldError } from '#kernel/errors';
import { printable } from './printable.js';
import { type BadQuestion, type Question, readQuestion } from './questions/question.js';

/** The largest answer that is read, inline or by callback. */
export const maxAnswerBytes = 1_048_576;
const limits = { maxBytes: maxAnswerBytes, maxDepth: defaultSchemaLimits.value.maxDepth };
const maxMessageLength = 300;

/**
 * output: it matches the schema; later: the seller will call back; ask: it has a question for the buyer; refused: the seller
 * will never do it; failed: this attempt brought nothing (with `fields` where an output came that cannot be taken, with
 * `question` where a question came that cannot be asked). The texts are shown to the buyer.
 */
export type Answer =
  | { readonly kind: 'output'; readonly outputJson: string }
  | { readonly kind: 'later' }
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly failure: string;
      /** unreachable: nobody was there, whatever the task was. */
      readonly call: 'unreachable' | 'failed';
      /** The seller has no such thing, and will not have it at a later try. */
      readonly gone?: boolean;
      readonly fields?: readonly FieldError[];
      readonly question?: BadQuestion;
    };

export function readInlineAnswer(status: number, body: Buffer, outputSchema: CompiledSchema): Answer {
  if (status === 202) return { kind: 'later' };
  if (status === 422) {
    const message = errorMessage(objectOf(readBody(body)));
    return { kind: 'refused', reason: message ?? 'the seller refused the task' };
  }
  if (status === 404 || status === 410) return { ...failed(`the seller answered with status ${status}`), gone: true };
  if (status !== 200) return failed(`the seller answered with status ${status}`);
  return readOutputOrQuestion(readBody(body), outputSchema);
}

/** `{"output": …}`, `{"ask": {"n": …, "message": …}}` or `{"error": {"message": …, "retry": true|false}}`. */
export function readCallback(body: Buffer, outputSchema: CompiledSchema): Answer {
  const value = readBody(body);
  const error = objectOf(objectOf(value)?.error);
  if (error === undefined) return readOutputOrQuestion(value, outputSchema);
  const message = errorMessage(objectOf(value)) ?? 'the seller reported an error';
  return error.retry === true ? failed(message) : { kind: 'refused', reason: message };
}

const notJson = Symbol('not JSON');

function readBody(body: Buffer): unknown {
  if (!isUtf8(body)) return notJson;
  try {
    return parseJson(body.toString(), limits);
  } catch (thrown) {
    if (thrown instanceof AppError) return notJson;
    throw thrown;
  }
}

function readOutputOrQuestion(value: unknown, outputSchema: CompiledSchema): Answer {
  const answer = objectOf(value);
  if (answer?.ask === undefined || Object.hasOwn(answer, 'output')) return readOutput(value, outputSchema);
  const question = readQuestion(answer.ask);
  if (question.ok) return { kind: 'ask', question };
  return { ...failed(`the seller's question cannot be asked: ${question.detail}`), question };
}

function readOutput(value: unknown, outputSchema: CompiledSchema): Answer {
  if (value === notJson) return invalid('the answer is not JSON', [{ path: '', message: 'is not JSON' }]);
  const answer = objectOf(value);
  if (answer === undefined || !Object.hasOwn(answer, 'output')) {
    return invalid('the answer has no member "output"', [{ path: '/output', message: 'is required' }]);
  }
  const fields = outputSchema.validate(answer.output);
  const [first] = fields;
  if (first === undefined) return { kind: 'output', outputJson: JSON.stringify(answer.output) };
  const place = first.path === '' ? 'it' : first.path;
  return invalid(`the output does not match the schema: ${place} ${first.message}`, fields);
}

function invalid(failure: string, fields: readonly FieldError[]) {
  return { ...failed(failure), fields };
}

function failed(failure: string) {
  return { kind: 'failed', failure: failure.slice(0, maxMessageLength), call: 'failed' } as const;
}

function errorMessage(answer: Record<string, unknown> | undefined): string | undefined {
  const message = objectOf(answer?.error)?.message;
  return typeof message === 'string' && message !== '' ? printable(message).slice(0, maxMessageLength) : undefined;
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
