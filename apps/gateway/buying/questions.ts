/** A seller's question while it works, and the buyer's answer: asked, provided, and told to the worker that waits for it. */
import { Type } from 'typebox';
import { TaskId } from '#contracts/http/shared';
import { ProvidedInput, TaskAfterInput } from '#contracts/http/task';
import { BuyerAnswer, Question } from '#contracts/http/work';
import { AppError } from '#kernel/errors';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';
import { lost, noStore, ofAttempt, path, stateAnswer, stateReply } from '../selling/pulled-work.js';
import { maxInputBytes } from './order.js';
import { paidHeaders } from './paywall.js';
import { proofHeaders, proofOf } from './task-proof.js';
import { hashesOf } from './task-wait.js';

const questionBytes = 32 * 1024;
const maxWaitSeconds = 30;
/** What a call itself may take beside the wait. */
const callMs = 5_000;

export function questionRoutes(gateway: Gateway): Route[] {
  return [ask(gateway), awaitInput(gateway), provideInput(gateway)];
}

function ask({ dispatch, reports }: Gateway): Route {
  return defineRoute({
    ...ofAttempt,
    path: `${path}/ask`,
    name: 'askBuyer',
    summary: 'Ask the buyer for input',
    description:
      'The task is INPUT_REQUIRED until the buyer has answered; the lease rests so long, and the place stays taken. The deadline does not move. The same question again changes nothing.',
    body: { schema: Question, maxBytes: questionBytes },
    responses: stateReply,
    errors: [...lost, 'question_out_of_turn', 'invalid_schema', 'too_many_requests'],
    async handle({ params, accountId, body }) {
      reports.count(`${accountId}/${params.taskId}`);
      const question = Buffer.from(JSON.stringify({ ask: body }));
      return stateAnswer(await dispatch.finishAttempt({ accountId, ...params, body: question }));
    },
  });
}

function awaitInput({ dispatch, stopping }: Gateway): Route {
  return defineRoute({
    ...ofAttempt,
    method: 'GET',
    path: `${path}/input`,
    name: 'awaitInput',
    summary: 'Wait for the answer to a question',
    description: 'The lease begins anew when the buyer answers, whether anybody waits or not.',
    query: Type.Object(
      {
        n: Type.Integer({ minimum: 1, maximum: 10, description: 'Of the question.' }),
        wait: Type.Optional(
          Type.Integer({ minimum: 0, maximum: maxWaitSeconds, default: 0, description: 'Seconds to wait for it.' }),
        ),
      },
      { additionalProperties: false },
    ),
    responses: {
      200: { description: 'The answer.', schema: BuyerAnswer },
      204: { description: 'The buyer has not answered yet; ask again.' },
    },
    errors: [...lost, 'input_not_asked'],
    async handle({ params, accountId, query: { n, wait = 0 } }) {
      const waitMs = stopping.aborted ? 0 : wait * 1_000;
      const reply = dispatch.awaitAnswer({ accountId, ...params, n, waitMs }, { deadlineMs: waitMs + callMs });
      const answer = await unlessStopped(stopping, reply);
      if (!answer?.answered) return { status: 204, headers: noStore };
      // As text, since the input goes on with every digit that it came with.
      return {
        status: 200,
        headers: noStore,
        text: `{"n":${n},"input":${answer.answerJson}}`,
        contentType: 'application/json',
      };
    },
  });
}

/** Undefined when the process stops first; what was asked ends by itself. */
async function unlessStopped<T>(stopping: AbortSignal, reply: Promise<T>): Promise<T | undefined> {
  let stop: () => void = () => undefined;
  const stopped = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    stopping.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([reply, stopped]);
  } finally {
    stopping.removeEventListener('abort', stop);
    // Where stopping came first, nobody waits for the reply any more.
    reply.catch(() => undefined);
  }
}

function provideInput(gateway: Gateway): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/tasks/{taskId}/input',
    name: 'provideInput',
    group: 'Buying',
    summary: 'Answer the question of the seller',
    description:
      'Of a task that is INPUT_REQUIRED: `n` and the form of the input are in its `inputRequest`. The same answer again changes nothing.',
    auth: { kind: 'task' },
    params: Type.Object({ taskId: TaskId }),
    unknownPath: 'task_not_found',
    requestHeaders: proofHeaders,
    body: { schema: ProvidedInput, maxBytes: maxInputBytes + 4096 },
    responses: { 200: { description: 'The work goes on.', schema: TaskAfterInput } },
    errors: ['task_not_found', 'input_not_asked', 'invalid_input', 'too_many_requests'],
    async handle(request) {
      const { proof } = proofOf(gateway, request);
      if (!proof) throw new AppError('task_not_found', 'there is no such task, or it is not yours');
      const { taskId } = request.params;
      const { n, input } = request.body;
      const hashes = hashesOf(proof);
      // Whoever guesses at keys of a task takes nothing from its buyer.
      gateway.answers.count(`${taskId}/${Buffer.concat(Object.values(hashes)).toString('hex')}`);
      const inputJson = JSON.stringify(input);
      const { state } = await gateway.dispatch.provideInput({ taskId, ...hashes, n, inputJson });
      return { status: 200, headers: paidHeaders, json: { taskId, state } };
    },
  });
}
