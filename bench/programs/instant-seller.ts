/**
 * A seller whose work takes no time, in a process of its own: lists one service and notes when each task came and when its
 * answer left. Messages: `{baseUrl, deadlineMs}` makes it list, answered `{slug}`; `{collect: true}` is answered `{works}`.
 */
import { MarketClient } from '#sdk/client';
import { serveWork } from '#sdk/seller';
import { wallMs } from '../harness.js';

/** Times are milliseconds since 1970, with fractions. */
export interface Work {
  readonly taskId: string;
  readonly calledMs: number;
  answeredMs: number;
}

let secret: string | undefined;
let works = new Map<string, Work>();

const server = await serveWork({
  port: 0,
  secret: () => secret,
  work: ({ input }) => ({ echo: (input as { text: string }).text }),
  onEvent(event) {
    if (event.name === 'started') works.set(event.taskId, { taskId: event.taskId, calledMs: wallMs(), answeredMs: 0 });
    const work = event.name === 'done' ? works.get(event.taskId) : undefined;
    if (work) work.answeredMs = wallMs();
  },
});

async function list(baseUrl: string, deadlineMs: number): Promise<string> {
  const { credential } = await new MarketClient({ baseUrl }).createAccount('Instant seller');
  const market = new MarketClient({ baseUrl, credential });
  const { service, webhookSecret } = await market.createListing({
    slug: 'instant-echo',
    title: 'Instant echo',
    description: 'Says at once what it was told.',
    tags: ['bench'],
    inputSchema: { type: 'object', properties: { text: { type: 'string', maxLength: 1_000 } }, required: ['text'] },
    outputSchema: { type: 'object', properties: { echo: { type: 'string' } }, required: ['echo'] },
    example: { input: { text: 'hello' }, output: { echo: 'hello' } },
    priceMsat: '2000',
    deadlineMs,
    maxConcurrency: 1_000,
    delivery: { mode: 'push', url: server.url },
  });
  secret = webhookSecret;
  await market.publish(service.slug);
  return service.slug;
}

process.on('message', (message: { baseUrl?: string; deadlineMs?: number; collect?: boolean }) => {
  if (message.baseUrl !== undefined && message.deadlineMs !== undefined) {
    list(message.baseUrl, message.deadlineMs).then(
      (slug) => process.send?.({ slug }),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  }
  if (message.collect) {
    process.send?.({ works: [...works.values()] });
    works = new Map();
  }
});
process.once('SIGTERM', () => process.exit(0));
process.send?.({ port: server.port });
