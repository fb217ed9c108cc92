/** How sellers bring results: to the callback address of an attempt that they took with 202, or of one that they claimed. */
import { type Static, Type } from 'typebox';
import type { ClaimedTaskMessage, LeaseMessage } from '../dispatch.js';
import { Slug, TaskId, Timestamp, timestamp } from './shared.js';
import { taskStates } from './task.js';

export const Question = Type.Object(
  {
    n: Type.Integer({
      minimum: 1,
      maximum: 10,
      description: 'Counts the questions of the task from 1, over all attempts. One that was asked changes nothing.',
    }),
    message: Type.String({ minLength: 1, maxLength: 2_000, description: 'The buyer reads it, before it has paid.' }),
    schema: Type.Optional(Type.Unknown({ description: 'JSON Schema of the answer, at most 16 kB.' })),
    answerWithinMs: Type.Optional(
      Type.Integer({
        minimum: 1_000,
        maximum: 86_400_000,
        default: 600_000,
        description: 'Without an answer by then, or by the deadline, the task has failed.',
      }),
    ),
  },
  {
    title: 'Question',
    additionalProperties: false,
    examples: [{ n: 1, message: 'Into which language?', schema: { enum: ['de', 'fr'] } }],
  },
);

export const BuyerAnswer = Type.Object(
  { n: Type.Integer(), input: Type.Unknown({ description: 'What the buyer has answered.' }) },
  { title: 'BuyerAnswer' },
);

export const AttemptAnswer = Type.Union(
  [
    Type.Object({ output: Type.Unknown() }),
    Type.Object({ ask: Question }),
    Type.Object({
      error: Type.Object({ message: Type.String(), retry: Type.Optional(Type.Boolean()) }),
    }),
  ],
  { title: 'AttemptAnswer', examples: [{ output: { sentiment: 0.8 } }] },
);

export const AttemptReply = Type.Object(
  { state: Type.Union(taskStates.map((state) => Type.Literal(state))) },
  { title: 'AttemptReply' },
);

const LeaseMs = Type.Integer({
  minimum: 1_000,
  maximum: 600_000,
  description: 'The lease ends so long after the claim, and after each sign of life.',
});

export const defaultLeaseMs = 30_000;
const maxClaimWaitSeconds = 30;

export const ClaimOrder = Type.Object(
  {
    slugs: Type.Optional(
      Type.Array(Slug, {
        maxItems: 100,
        description: 'Only tasks of these listings; without it all that the account pulls.',
      }),
    ),
    wait: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: maxClaimWaitSeconds,
        default: 0,
        description: 'Seconds to wait for a task.',
      }),
    ),
    leaseMs: Type.Optional({ ...LeaseMs, default: defaultLeaseMs }),
  },
  { title: 'ClaimOrder', additionalProperties: false, examples: [{ slugs: ['text-analysis'], wait: 30 }] },
);
export type ClaimOrder = Static<typeof ClaimOrder>;

export const ClaimedTask = Type.Object(
  {
    taskId: TaskId,
    attempt: Type.Integer({ description: 'Names the lease: a later claim of the same task has a higher one.' }),
    service: Type.String({ description: 'Slug.' }),
    version: Type.Integer({ description: 'Of the listing, as it was bought.' }),
    input: Type.Unknown({ description: "Matches the `inputSchema` of that version, as the buyer's request had it." }),
    deadlineAt: Timestamp,
    leaseUntil: Timestamp,
    leaseMs: Type.Integer(),
    funding: Type.String({ description: 'hold: no partial output is taken.' }),
    questions: Type.Optional(Type.Integer({ description: 'How many earlier attempts have asked.' })),
    answers: Type.Optional(
      Type.Array(Type.Object({ n: Type.Integer(), message: Type.String(), input: Type.Unknown() }), {
        description: 'What the buyer has answered in earlier attempts, oldest first.',
      }),
    ),
    partialOutput: Type.Optional(
      Type.Array(Type.Unknown(), {
        description: 'The pieces that an earlier attempt has left. What shall stay of them is reported again.',
      }),
    ),
    links: Type.Object({ attempt: Type.String({ description: 'Before /heartbeat, /complete and the others.' }) }),
  },
  { title: 'ClaimedTask' },
);

/** As text, since the input goes on with every digit that the buyer's request had. */
export function claimedText(task: ClaimedTaskMessage): string {
  const { taskId, attempt, serviceSlug: service, listingVersion: version, inputJson } = task;
  const tail = {
    deadlineAt: timestamp(task.deadlineAtMs),
    leaseUntil: timestamp(task.leaseUntilMs),
    leaseMs: task.leaseMs,
    links: { attempt: `/v1/work/${taskId}/attempts/${attempt}` },
  };
  const { funding, questions } = task;
  const head = JSON.stringify({ taskId, attempt, service, version, funding, ...(questions > 0 ? { questions } : {}) });
  const answers = task.answers.map(
    ({ n, message, answerJson }) => `${JSON.stringify({ n, message }).slice(0, -1)},"input":${answerJson}}`,
  );
  const told = listed('answers', answers) + listed('partialOutput', task.pieceJsons);
  return `${head.slice(0, -1)},"input":${inputJson},${told}${JSON.stringify(tail).slice(1)}`;
}

/** A member whose elements are texts of JSON; nothing where there are none. */
function listed(name: string, elements: readonly string[]): string {
  return elements.length === 0 ? '' : `"${name}":[${elements.join(',')}],`;
}

export const LeaseExtension = Type.Object(
  { leaseMs: LeaseMs },
  { title: 'LeaseExtension', additionalProperties: false, examples: [{ leaseMs: 120_000 }] },
);

export const ProgressReport = Type.Object(
  {
    progress: Type.Number({ minimum: 0, maximum: 1 }),
    note: Type.Optional(Type.String({ maxLength: 200, description: 'For the buyer, at once and unpaid: no output.' })),
    piece: Type.Optional(
      Type.Object(
        {
          n: Type.Integer({ minimum: 1, maximum: 1_000, description: 'Counts the pieces of the attempt from 1.' }),
          output: Type.Unknown({ description: 'Any JSON of at most 64 kB; all pieces together at most 1 MiB.' }),
        },
        { additionalProperties: false, description: 'Partial output. Not for a task that is paid by a hold.' },
      ),
    ),
  },
  { title: 'ProgressReport', additionalProperties: false, examples: [{ progress: 0.5, note: 'page 2 of 4' }] },
);

export const AttemptOutput = Type.Object(
  { output: Type.Unknown({ description: "Must match the listing's `outputSchema`." }) },
  { title: 'AttemptOutput', additionalProperties: false, examples: [{ output: { sentiment: 0.8 } }] },
);

export const AttemptFailure = Type.Object(
  {
    message: Type.String({ minLength: 1, maxLength: 300, description: 'The buyer reads it when the task ends by it.' }),
    retry: Type.Optional(
      Type.Boolean({ default: false, description: 'true: another attempt may follow; otherwise the task is refused.' }),
    ),
  },
  { title: 'AttemptFailure', additionalProperties: false, examples: [{ message: 'no such language', retry: false }] },
);

export const Lease = Type.Object(
  { leaseUntil: Timestamp, leaseMs: Type.Integer(), deadlineAt: Timestamp },
  { title: 'Lease' },
);

export function leaseView({ leaseUntilMs, leaseMs, deadlineAtMs }: LeaseMessage): Static<typeof Lease> {
  return { leaseUntil: timestamp(leaseUntilMs), leaseMs, deadlineAt: timestamp(deadlineAtMs) };
}
