/** The buyer's side of a seller's question: the task is followed, and what its seller asks is answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf } from './client.js';
import { MarketError } from './errors.js';
import { followTask, type TaskProof, type TaskQuestion } from './follow-task.js';
import { send } from './request.js';

const timeoutMs = 15_000;
const firstBackoffMs = 200;
const maxTries = 8;

/** What became of a question. */
export type QuestionStep =
  | { readonly name: 'asked'; readonly question: TaskQuestion }
  | { readonly name: 'answered'; readonly question: TaskQuestion }
  /** The task goes on to its end without the answer. */
  | { readonly name: 'unanswered'; readonly question: TaskQuestion; readonly error: Error }
  /** Questions cannot be heard of any more. */
  | { readonly name: 'not-followed'; readonly error: Error };

export interface AnswerOptions {
  readonly proof: TaskProof;
  /** Answers; its result is sent as JSON. The question is the seller's words. */
  readonly answer: (question: TaskQuestion) => unknown;
  readonly onStep?: (step: QuestionStep) => void;
  readonly signal?: AbortSignal;
}

/** Until the task is over. Throws where it cannot be followed. */
export async function answerQuestions(taskUrl: string | URL, options: AnswerOptions): Promise<void> {
  const { proof, signal, answer, onStep } = options;
  for await (const { event, data } of followTask(taskUrl, { proof, ...(signal ? { signal } : {}) })) {
    if (event !== 'state' || data.inputRequest === undefined) continue;
    const question = data.inputRequest;
    onStep?.({ name: 'asked', question });
    try {
      await provideInput(taskUrl, proof, question.n, await answer(question), signal);
      onStep?.({ name: 'answered', question });
    } catch (thrown) {
      if (signal?.aborted) throw thrown;
      onStep?.({ name: 'unanswered', question, error: thrown instanceof Error ? thrown : new Error(String(thrown)) });
    }
  }
}

/** Answers question `n` of a task; repeated while the answer is not definite. Errors: `MarketError`, such as `invalid_input`. */
export async function provideInput(
  taskUrl: string | URL,
  proof: TaskProof,
  n: number,
  input: unknown,
  signal?: AbortSignal,
): Promise<void> {
  const headers = new Headers({ accept: 'application/json', 'content-type': 'application/json' });
  if ('authorization' in proof) headers.set('authorization', proof.authorization);
  else headers.set('task-key', proof.taskKey);
  const body = JSON.stringify({ n, input });
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await send({
        url: new URL(`${taskUrl}/input`),
        method: 'POST',
        headers,
        body,
        timeoutMs,
        signal,
      });
      if (!response.ok) throw problemOf(response, await response.text());
      return;
    } catch (error) {
      signal?.throwIfAborted();
      const definite = error instanceof MarketError && error.status !== 429 && error.status < 500;
      if (definite || tries === maxTries) throw error;
      await sleep(firstBackoffMs * 2 ** tries, undefined, signal ? { signal } : {});
    }
  }
}
