/** The yardstick of tasks that go through the queue: BullMQ alone, with jobs that do nothing. */
import { createPostgresBackend, createRedisBackend, Queue, Worker } from 'bullmq';

/** As dispatch's worker. */
const concurrency = 32;
const addedAtOnce = 64;
const jobs = 2_000;

export type QueueServer = { readonly redisUrl: string } | { readonly postgresUrl: string };

/** Jobs per second from the first add to the last one done. */
export async function jobsPerSecond(server: QueueServer): Promise<number> {
  const name = 'bench';
  const common = { defaultJobOptions: { removeOnComplete: true } };
  const connection =
    'redisUrl' in server
      ? { url: server.redisUrl, maxRetriesPerRequest: null }
      : { connectionString: server.postgresUrl, schema: 'bullmq', max: 3 };
  // Each backend takes the connection that was made for it.
  const backend = ('redisUrl' in server ? createRedisBackend : createPostgresBackend) as typeof createRedisBackend;
  const queue = new Queue(name, { connection, ...common }, backend);
  let done = 0;
  let allDone: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    allDone = resolve;
  });
  const worker = new Worker(
    name,
    async () => {
      done += 1;
      if (done === jobs) allDone();
    },
    { connection, concurrency },
    backend,
  );
  try {
    await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
    const startedMs = performance.now();
    const numbers = Array.from({ length: jobs }, (_, n) => n).values();
    const adder = async () => {
      for (const n of numbers) await queue.add('nothing', { n }, { jobId: `nothing-${n}` });
    };
    await Promise.all([...Array.from({ length: addedAtOnce }, adder), ended]);
    return (jobs * 1_000) / (performance.now() - startedMs);
  } finally {
    await worker.close();
    await queue.close();
  }
}
