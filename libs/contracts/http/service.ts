/** Listings as sellers write them and services as buyers see them. */
import { type Static, Type } from 'typebox';
import type { ListingDraft as DraftMessage, Service as ServiceMessage } from '../registry.js';
import { AccountId, Cursor, Limit, ListingId, MsatText, NextCursor, Slug, Timestamp, timestamp } from './shared.js';

/** A schema is an object or a boolean; what it may hold is checked by the registry. */
const JsonSchema = Type.Unsafe<Record<string, unknown> | boolean>({
  type: ['object', 'boolean'],
  description: 'JSON Schema 2020-12, without remote references.',
});

const ExamplePair = Type.Object(
  { input: Type.Unknown(), output: Type.Optional(Type.Unknown()) },
  { additionalProperties: false },
);

const draftFields = {
  title: Type.String({ minLength: 1, maxLength: 120 }),
  description: Type.String({ maxLength: 4000 }),
  tags: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 16 }),
  inputSchema: JsonSchema,
  outputSchema: JsonSchema,
  example: ExamplePair,
  priceMsat: MsatText,
  deadlineMs: Type.Integer({
    minimum: 1,
    maximum: 2_147_483_647,
    description: 'The longest time that the work takes.',
  }),
  maxConcurrency: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10_000, default: 4, description: 'Tasks worked on at the same time.' }),
  ),
  delivery: Type.Object(
    {
      mode: Type.Enum(['push', 'pull'], {
        description: 'push: tasks are sent to the url; pull: the seller claims them.',
      }),
      url: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 2048,
          description: 'With push only: where tasks are sent, by signed POST.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
};

const draftExample = {
  title: 'Text analysis',
  description: 'Entities, sentiment and key sentences of an English text.',
  tags: ['text', 'english'],
  inputSchema: {
    type: 'object',
    properties: { text: { type: 'string', maxLength: 20000 } },
    required: ['text'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object', properties: { sentiment: { type: 'number' } }, required: ['sentiment'] },
  example: { input: { text: 'Good work.' }, output: { sentiment: 0.8 } },
  priceMsat: '1500',
  deadlineMs: 10000,
  delivery: { mode: 'push', url: 'https://seller.example/tasks' },
};

export const NewListing = Type.Object(
  { slug: Slug, ...draftFields },
  { title: 'NewListing', additionalProperties: false, examples: [{ slug: 'text-analysis', ...draftExample }] },
);

/** A new version: everything is given again; the slug stays. */
export const ListingUpdate = Type.Object(
  { slug: Type.Optional(Slug), ...draftFields },
  { title: 'ListingUpdate', additionalProperties: false, examples: [{ ...draftExample, priceMsat: '2000' }] },
);
export type ListingUpdate = Static<typeof ListingUpdate>;

const Quality = Type.Object(
  {
    successRate: Type.Number({ description: '0 to 1, smoothed: 0.8 where nothing is known.' }),
    medianMs: Type.Optional(
      Type.Integer({ description: 'From payment to delivery. Absent before the first delivery.' }),
    ),
    distinctBuyers: Type.Integer(),
    tasks: Type.Integer({ description: 'How many tasks the other figures rest on.' }),
  },
  { description: 'Measured over the last 200 tasks of at most 30 days.' },
);

const Health = Type.Object(
  {
    state: Type.Enum(['ok', 'failing', 'paused'], {
      description: 'failing: its last calls failed; paused: by the marketplace, until the seller answers again.',
    }),
    consecutiveFailures: Type.Integer(),
    lastCallAt: Type.Optional(Timestamp),
    reason: Type.Optional(Type.String()),
  },
  { description: "What the last calls of the seller's server or worker came to." },
);

export const Service = Type.Object(
  {
    listingId: ListingId,
    version: Type.Integer({ minimum: 1 }),
    sellerAccountId: AccountId,
    slug: Slug,
    title: Type.String(),
    description: Type.String(),
    tags: Type.Array(Type.String()),
    inputSchema: JsonSchema,
    outputSchema: JsonSchema,
    example: Type.Object({ input: Type.Unknown(), output: Type.Optional(Type.Unknown()) }),
    priceMsat: MsatText,
    deadlineMs: Type.Integer(),
    maxConcurrency: Type.Integer(),
    state: Type.Union(
      [Type.Literal('draft'), Type.Literal('published'), Type.Literal('paused'), Type.Literal('retired')],
      { description: 'Only a published service takes tasks.' },
    ),
    quality: Quality,
    health: Health,
    delivery: Type.Object({ mode: Type.String() }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    links: Type.Object(
      {
        self: Type.String(),
        tasks: Type.String({ description: 'POST {"input": …} here to buy.' }),
        run: Type.Optional(Type.String({ description: 'Present when the service answers soon enough for one GET.' })),
      },
      { description: 'Paths on this server.' },
    ),
  },
  { title: 'Service' },
);
export type Service = Static<typeof Service>;

export const ServiceReply = Type.Object({ service: Service }, { title: 'ServiceReply' });

export const CreatedListing = Type.Object(
  {
    service: Service,
    webhookSecret: Type.String({ description: 'Shown once: with it the seller checks what the marketplace sends.' }),
  },
  { title: 'CreatedListing' },
);

export const ServiceList = Type.Object(
  { services: Type.Array(Service), nextCursor: NextCursor },
  { title: 'ServiceList' },
);
export type ServiceList = Static<typeof ServiceList>;

export const ServiceQuery = Type.Object(
  {
    query: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Words to look for.' })),
    tag: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    mode: Type.Optional(Type.Enum(['push', 'pull'])),
    maxPriceMsat: Type.Optional(MsatText),
    minSuccessRate: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Of the smoothed rate.' })),
    maxMedianMs: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Leaves out what has delivered nothing yet.' }),
    ),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Limit),
  },
  { additionalProperties: false },
);

/** What a seller wrote, as the registry takes it. */
export function draftMessage(slug: string, draft: ListingUpdate): DraftMessage {
  return {
    slug,
    title: draft.title,
    description: draft.description,
    tags: draft.tags,
    inputSchemaJson: JSON.stringify(draft.inputSchema),
    outputSchemaJson: JSON.stringify(draft.outputSchema),
    exampleJson: JSON.stringify(draft.example),
    priceMsat: draft.priceMsat,
    deadlineMs: draft.deadlineMs,
    maxConcurrency: draft.maxConcurrency ?? defaultConcurrency,
    delivery: { mode: draft.delivery.mode, url: draft.delivery.url ?? '' },
  };
}

/** Tasks that a seller works on at the same time where its listing does not say. */
const defaultConcurrency = 4;

function qualityView(quality: ServiceMessage['quality']): Service['quality'] {
  const { successRate = 0, medianMs = 0, distinctBuyers = 0, tasks = 0 } = quality ?? {};
  return {
    successRate: Math.round(successRate * 1_000) / 1_000,
    ...(medianMs === 0 ? {} : { medianMs }),
    distinctBuyers,
    tasks,
  };
}

function healthView(health: ServiceMessage['health']): Service['health'] {
  const { state = 'ok', consecutiveFailures = 0, lastCallAtMs = '0', reason = '' } = health ?? {};
  return {
    state: state as Service['health']['state'],
    consecutiveFailures,
    ...(lastCallAtMs === '0' ? {} : { lastCallAt: timestamp(lastCallAtMs) }),
    ...(reason === '' ? {} : { reason }),
  };
}

/** `runnable`: the service is fast enough for the synchronous route. */
export function serviceView(message: ServiceMessage, runnable: boolean): Service {
  const self = `/v1/services/${message.slug}`;
  return {
    listingId: message.listingId,
    version: message.version,
    sellerAccountId: message.sellerAccountId,
    slug: message.slug,
    title: message.title,
    description: message.description,
    tags: message.tags,
    inputSchema: JSON.parse(message.inputSchemaJson),
    outputSchema: JSON.parse(message.outputSchemaJson),
    example: JSON.parse(message.exampleJson),
    priceMsat: message.priceMsat,
    deadlineMs: message.deadlineMs,
    maxConcurrency: message.maxConcurrency,
    state: message.state as Service['state'],
    quality: qualityView(message.quality),
    health: healthView(message.health),
    delivery: { mode: message.deliveryMode },
    createdAt: timestamp(message.createdAtMs),
    updatedAt: timestamp(message.updatedAtMs),
    links: { self, tasks: `${self}/tasks`, ...(runnable ? { run: `${self}/run` } : {}) },
  };
}
