/** The messages of push delivery, and how the outcome of some work becomes an answer. */
import type { EarlierAnswer } from './question.js';
import { instantOf } from './time.js';

/** Thrown by a seller's work to decline a task for good: no further attempt is made and the buyer keeps the money. */
export class Refuse extends Error {
  override readonly name = 'Refuse';
}

export interface TaskDelivery {
  readonly type: 'task';
  readonly taskId: string;
  readonly attempt: number;
  readonly service: string;
  readonly version: number;
  readonly input: unknown;
  /** RFC 3339. */
  readonly deadlineAt: string;
  readonly callbackUrl: string;
  /** How many questions earlier attempts have asked, and what the buyer has answered. */
  readonly questions?: number;
  readonly answers?: readonly EarlierAnswer[];
}

/** What the buyer has answered to question `n` of an attempt. */
export interface InputDelivery {
  readonly type: 'task.input';
  readonly taskId: string;
  readonly attempt: number;
  readonly n: number;
  readonly input: unknown;
}

export interface Probe {
  readonly type: 'probe';
  readonly listingId: string;
  readonly challenge: string;
}

export interface Answer {
  readonly status: number;
  readonly body: { readonly [name: string]: unknown; readonly error?: { readonly message: string } };
}

export function isProbe(message: unknown): message is Probe {
  return (
    isRecord(message) &&
    message.type === 'probe' &&
    typeof message.listingId === 'string' &&
    typeof message.challenge === 'string'
  );
}

export function isDelivery(message: unknown): message is TaskDelivery {
  return (
    isRecord(message) &&
    message.type === 'task' &&
    typeof message.taskId === 'string' &&
    Number.isSafeInteger(message.attempt) &&
    typeof message.service === 'string' &&
    Number.isSafeInteger(message.version) &&
    'input' in message &&
    typeof message.deadlineAt === 'string' &&
    !Number.isNaN(instantOf(message.deadlineAt).getTime()) &&
    typeof message.callbackUrl === 'string'
  );
}

export function isInput(message: unknown): message is InputDelivery {
  return (
    isRecord(message) &&
    message.type === 'task.input' &&
    typeof message.taskId === 'string' &&
    Number.isSafeInteger(message.attempt) &&
    Number.isSafeInteger(message.n) &&
    'input' in message
  );
}

/**
 * 200 with the output, 422 for a refusal, 500 for anything else that was thrown. The message of a failure stays with the
 * seller: only a refusal is written for others to read.
 */
export async function answerOf(work: () => unknown): Promise<{ answer: Answer; error: Error | undefined }> {
  try {
    const output: unknown = await work();
    if (output === undefined) throw new TypeError('the work returned no output');
    // Serialised here, so that an output that is no JSON fails as work does, and a later change to it changes nothing.
    const copy: unknown = JSON.parse(JSON.stringify(output));
    return { answer: { status: 200, body: { output: copy } }, error: undefined };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const answer =
      error instanceof Refuse
        ? { status: 422, body: { error: { message: error.message } } }
        : { status: 500, body: { error: { message: 'the work failed' } } };
    return { answer, error };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
