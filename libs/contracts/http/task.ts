/** Tasks, and the challenge that asks for their payment. */
import { type Static, Type } from 'typebox';
import type { InputRequestMessage, TaskMessage } from '../dispatch.js';
import { Problem } from './problem.js';
import { Hash, MsatText, TaskId, Timestamp, timestamp } from './shared.js';

export const TaskOrder = Type.Object(
  {
    input: Type.Unknown({ description: "Must match the service's `inputSchema`." }),
    funding: Type.Optional(
      Type.Enum(['hold', 'invoice'], {
        description:
          'hold: a hold invoice although the work may take longer than 20 s; the wallet must be ready to wait for the whole `deadlineMs`. invoice: an ordinary invoice, whose money is in escrow until the delivery. Unless said: hold for work of up to 20 s, else invoice.',
      }),
    ),
    webhook: Type.Optional(
      Type.Object(
        {
          url: Type.String({
            minLength: 1,
            maxLength: 2048,
            description:
              'https, on the public Internet. Called once the task is paid and over, and when it needs input.',
          }),
        },
        { additionalProperties: false, description: 'Where the buyer is told (Standard Webhooks).' },
      ),
    ),
  },
  { title: 'TaskOrder', additionalProperties: false, examples: [{ input: { text: 'Good work.' } }] },
);

export const RunOrder = Type.Object(
  { input: Type.Unknown({ description: "Must match the service's `inputSchema`." }) },
  { title: 'RunOrder', additionalProperties: false, examples: [{ input: { text: 'Good work.' } }] },
);

export const taskStates = [
  'AWAITING_PAYMENT',
  'QUEUED',
  'RUNNING',
  'INPUT_REQUIRED',
  'DELIVERED',
  'ACCEPTED',
  'DISPUTED',
  'RESOLVED',
  'FAILED',
  'EXPIRED',
  'CANCELED',
  'REJECTED',
] as const;

const failedStates: ReadonlySet<string> = new Set(['FAILED', 'EXPIRED', 'CANCELED', 'REJECTED']);
const deliveredStates: ReadonlySet<string> = new Set(['DELIVERED', 'ACCEPTED', 'DISPUTED', 'RESOLVED']);

/** Nothing more will be done, and nothing was delivered. */
export function isFailed(state: string): boolean {
  return failedStates.has(state);
}

/** The buyer's money was taken for this output. */
export function isDelivered(state: string): boolean {
  return deliveredStates.has(state);
}

/** The members of a question are the seller's words; nothing in them is the marketplace's. */
const InputRequest = Type.Object(
  {
    n: Type.Integer({ description: 'Counts the questions of the task from 1.' }),
    message: Type.String({ description: 'The question, in the words of the seller.' }),
    schema: Type.Optional(Type.Unknown({ description: 'JSON Schema that the input must match.' })),
    answerUntil: Timestamp,
  },
  { title: 'InputRequest', description: 'What the seller asks while the task is INPUT_REQUIRED.' },
);

export const ProvidedInput = Type.Object(
  {
    n: Type.Integer({ minimum: 1, maximum: 10, description: 'Of the `inputRequest` that it answers.' }),
    input: Type.Unknown({ description: 'Must match the `schema` of the request.' }),
  },
  { title: 'ProvidedInput', additionalProperties: false, examples: [{ n: 1, input: 'German' }] },
);

export const TaskAfterInput = Type.Object(
  { taskId: TaskId, state: Type.Union(taskStates.map((state) => Type.Literal(state))) },
  { title: 'TaskAfterInput' },
);

export const Task = Type.Object(
  {
    taskId: TaskId,
    state: Type.Union(taskStates.map((state) => Type.Literal(state))),
    service: Type.String({ description: 'Slug.' }),
    version: Type.Integer(),
    funding: Type.String(),
    priceMsat: MsatText,
    attempts: Type.Integer({ description: 'How often the seller was asked.' }),
    reason: Type.Optional(Type.String({ description: 'Why it failed.' })),
    progress: Type.Optional(Type.Number({ description: '0 to 1, as the seller says while it runs.' })),
    progressNote: Type.Optional(Type.String({ description: 'What the seller says of it.' })),
    inputRequest: Type.Optional(InputRequest),
    createdAt: Timestamp,
    queuedAt: Type.Optional(Timestamp),
    startedAt: Type.Optional(Timestamp),
    finishedAt: Type.Optional(Timestamp),
    deadlineAt: Type.Optional(Timestamp),
    refund: Type.Optional(
      Type.Object(
        {
          state: Type.Enum(['pending', 'due', 'claimed'], {
            description:
              'pending: about to be owed. due: owed to the payer, who takes it by `POST /v1/tasks/{taskId}/refund`. claimed: by its payer, whom `GET` there tells what was paid out.',
          }),
          amountMsat: MsatText,
        },
        { description: 'Of a task that was paid by an ordinary invoice and not delivered.' },
      ),
    ),
    output: Type.Optional(Type.Unknown({ description: 'Shown to the L402 credential of a delivered task.' })),
    links: Type.Object({ self: Type.String() }),
  },
  { title: 'Task' },
);
export type Task = Static<typeof Task>;

/** Answered to whoever cancels. */
export const CanceledTask = Type.Object({ taskId: TaskId, state: Type.Literal('CANCELED') }, { title: 'CanceledTask' });

export type Refund = NonNullable<Task['refund']>;

/** What is owed back of a task that has ended without a delivery, by the state of its charge; undefined where nothing is. */
export function refundIn(
  task: Pick<TaskMessage, 'funding' | 'state'>,
  charge: { readonly state: string; readonly priceMsat: string },
): Refund | undefined {
  if (task.funding !== 'invoice' || !isFailed(task.state)) return undefined;
  const state = refundStates[charge.state];
  return state && { state, amountMsat: charge.priceMsat };
}

/** By the state of a charge that was paid by an ordinary invoice. */
const refundStates: Readonly<Record<string, Refund['state']>> = {
  HELD: 'pending',
  REFUND_DUE: 'due',
  REFUNDED: 'claimed',
};

export function taskView(task: TaskMessage, refund?: Refund): Task {
  const instant = (name: string, ms: string) => (ms === '0' || ms === '' ? {} : { [name]: timestamp(ms) });
  return {
    taskId: task.taskId,
    state: task.state as Task['state'],
    service: task.serviceSlug,
    version: task.listingVersion,
    funding: task.funding,
    priceMsat: task.priceMsat,
    attempts: task.attempts,
    ...(task.reason === '' ? {} : { reason: task.reason }),
    ...(task.hasProgress ? { progress: task.progress } : {}),
    ...(task.progressNote === '' ? {} : { progressNote: task.progressNote }),
    ...(task.inputRequest === null ? {} : { inputRequest: inputRequestView(task.inputRequest) }),
    createdAt: timestamp(task.createdAtMs),
    ...instant('queuedAt', task.queuedAtMs),
    ...instant('startedAt', task.startedAtMs),
    ...instant('finishedAt', task.finishedAtMs),
    ...instant('deadlineAt', task.deadlineAtMs),
    ...(refund === undefined ? {} : { refund }),
    ...(task.outputJson === '' ? {} : { output: JSON.parse(task.outputJson) }),
    links: { self: `/v1/tasks/${task.taskId}` },
  };
}

export function inputRequestView({ n, message, schemaJson, answerUntilMs }: InputRequestMessage) {
  const schema = schemaJson === '' ? {} : { schema: JSON.parse(schemaJson) as unknown };
  return { n, message, ...schema, answerUntil: timestamp(answerUntilMs) };
}

/**
 * The body of a 402. Several values stand twice, under the names that clients in the wild look for; the header
 * `WWW-Authenticate` holds the same macaroon and invoice.
 */
export const Challenge = Type.Object(
  {
    ...Problem.properties,
    error: Type.Literal('Payment Required'),
    macaroon: Type.String({ description: 'Base64, to be sent back byte for byte.' }),
    invoice: Type.String({ description: 'BOLT11.' }),
    paymentHash: Hash,
    payment_hash: Hash,
    priceMsat: MsatText,
    amountMsat: MsatText,
    priceSats: Type.Integer({ description: 'Whole satoshi, rounded up; the invoice has the exact amount.' }),
    amountSats: Type.Integer(),
    expiresAt: Timestamp,
    expires_at: Timestamp,
    taskId: TaskId,
    taskKey: Type.Optional(
      Type.String({
        pattern: '^[0-9a-f]{64}$',
        description:
          "Header `Task-Key` with it shows the task's state, never its output. Only in the reply that made the charge.",
      }),
    ),
    webhookSecret: Type.Optional(
      Type.String({
        pattern: '^whsec_[A-Za-z0-9+/]+=*$',
        description: "What this task's webhook is verified with. Only in the reply that made the charge.",
      }),
    ),
    taskUrl: Type.String(),
    state: Type.Union([Type.Literal('open'), Type.Literal('held')], {
      description: 'held: a wallet is already paying this invoice and the work has begun; do not pay again.',
    }),
    funding: Type.Enum(['hold', 'invoice'], {
      description:
        'hold: the money is locked while the work is done, taken on delivery and released on failure. invoice: it is taken at once into escrow; when nothing is delivered its price is owed back.',
    }),
    holdSeconds: Type.Optional(
      Type.Integer({ description: 'Of a hold: how long the wallet may have to wait for the preimage.' }),
    ),
    workSeconds: Type.Integer({ description: 'So long after the payment the task has ended, one way or the other.' }),
    replayWindowSeconds: Type.Integer({
      description: 'For so long after the delivery the same request with its credential gets the same result.',
    }),
  },
  { title: 'Challenge' },
);
export type Challenge = Static<typeof Challenge>;
