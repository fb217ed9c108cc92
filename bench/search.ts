/**
 * How long a search takes among 100,000 services: one request after the other over HTTP, in a mix of common and rare words, tags,
 * limits and further pages. The yardstick is the textbook statement for the same words, tags and limits, straight in
 * PostgreSQL: rank everything that matches, show the first page.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#apps/botbazaar/embedded-postgres';
import { removeCluster } from '#apps/botbazaar/postgres-installation';
import { qualityOf } from '#apps/registry/quality';
import { wordsOf } from '#apps/registry/store';
import type { ServiceList } from '#contracts/http/service';
import { monotonicMs } from '#kernel/clock';
import { idToUuid, newId } from '#kernel/ids';
import { type Database, openDatabase } from '#persistence/database';
import { note, percentile, startInstance, withDataDirectory } from './harness.js';
import type { BenchRow } from './row.js';

const services = 100_000;
const batch = 2_000;
const tags = 500;
const vocabulary = 5_000;
const rounds = 30;
const barMs = 30;

/** In how many of the services a word is; the rest of their texts is drawn from a vocabulary in which few words are frequent. */
const planted: Readonly<Record<string, number>> = {
  text: 0.5,
  image: 0.25,
  translate: 0.1,
  invoice: 0.05,
  legal: 0.01,
  walrus: 0.0005,
};

type Asked = Readonly<Record<string, string | number>>;

/** What one round asks for; the tag is another one each time. */
function mix(round: number): [kind: string, asked: Asked][] {
  const tag = `tag${round % tags}`;
  return [
    ['a word of every second one', { query: 'text' }],
    ['a word of every fourth one', { query: 'image' }],
    ['a word of every tenth one', { query: 'translate' }],
    ['a word of every twentieth one', { query: 'invoice' }],
    ['a word of every hundredth one', { query: 'legal' }],
    ['a rare word', { query: 'walrus' }],
    ['two common words', { query: 'text image' }],
    ['a common and a rare word', { query: 'text walrus' }],
    ['two alternatives', { query: 'image or invoice' }],
    ['a word that nobody uses', { query: 'perpetuum' }],
    ['nothing', {}],
    ['a tag', { tag }],
    ['a common word and a tag', { query: 'text', tag }],
    ['a common word, a price and a mode', { query: 'text', maxPriceMsat: '2000', mode: 'pull' }],
    ['a low price', { maxPriceMsat: '50' }],
    ['a mode and a success rate', { mode: 'pull', minSuccessRate: 0.95 }],
    ['a common word and a median', { query: 'image', maxMedianMs: 1_000 }],
  ];
}

export async function bench(): Promise<BenchRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'botbazaar-bench-'));
  const ownerPassword = randomBytes(16).toString('hex');
  const server = await startEmbeddedPostgres({ directory, ownerPassword, port: 0, logFile: join(directory, 'log') });
  try {
    return await withDataDirectory(async (data) => {
      const instance = await startInstance(data, { env: { DATABASE_URL: server.ownerUrl } });
      const options = { url: server.ownerUrl, schema: 'registry', applicationName: 'bench', poolSize: 1 };
      const owner = await openDatabase({ ...options, statementTimeoutMs: 120_000 });
      try {
        await fill(owner);
        return [await compare(instance.connection.baseUrl, owner)];
      } finally {
        await owner.close();
        await instance.stop();
      }
    });
  } finally {
    await server.stop();
    await removeCluster(directory);
    await rm(directory, { recursive: true, force: true });
  }
}

async function compare(baseUrl: string, owner: Database): Promise<BenchRow> {
  const ours = new Map<string, number[]>();
  const theirs: number[] = [];
  const keep = (kind: string, ms: number) => ours.set(kind, [...(ours.get(kind) ?? []), ms]);
  // The first round is not counted: code and pages are read.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [kind, asked] of mix(round)) {
      const first = await search(baseUrl, asked);
      const next = first.nextCursor ? await search(baseUrl, { ...asked, cursor: first.nextCursor }) : undefined;
      const textbookMs = await textbook(owner, asked);
      if (round === 0) continue;
      keep(kind, first.ms);
      if (next) keep('the second page', next.ms);
      theirs.push(textbookMs);
    }
  }
  for (const [kind, times] of ours) {
    note(`${kind}: p50 ${percentile(times, 50).toFixed(1)} ms, p99 ${percentile(times, 99).toFixed(1)} ms`);
  }
  const all = [...ours.values()].flat();
  const [own, other] = [percentile(all, 99), percentile(theirs, 99)];
  note(`all: p50 ${percentile(all, 50).toFixed(1)} ms, p99 ${own.toFixed(1)} ms of ${all.length}`);
  const name = `search over ${services} services, p99 (ms; yardstick: rank all that match)`;
  return { name, ours: own, yardstick: other, ratio: own / other, bar: `≤ ${barMs} ms`, ok: own <= barMs };
}

async function search(baseUrl: string, asked: Asked): Promise<{ ms: number; nextCursor?: string | undefined }> {
  const parameters = new URLSearchParams({ limit: '20' });
  for (const [name, value] of Object.entries(asked)) parameters.set(name, String(value));
  const begin = monotonicMs();
  const answer = await fetch(`${baseUrl}/v1/services?${parameters}`);
  const page = (await answer.json()) as ServiceList;
  const ms = monotonicMs() - begin;
  if (answer.status !== 200) throw new Error(`${parameters} was answered ${answer.status}`);
  return { ms, nextCursor: page.nextCursor };
}

async function textbook(owner: Database, asked: Asked): Promise<number> {
  const { query = '', tag = '', mode = '', maxPriceMsat = null, minSuccessRate = 0, maxMedianMs = 0 } = asked;
  const begin = monotonicMs();
  await owner.query(
    `SELECT l.slug, v.title, v.description FROM (
       SELECT s.listing_id, CASE WHEN $1 = '' THEN 1 ELSE ts_rank(s.words, websearch_to_tsquery('english', $1)) END * s.quality AS score
       FROM shelf AS s WHERE s.on_sale AND ($1 = '' OR s.words @@ websearch_to_tsquery('english', $1))
         AND ($2 = '' OR s.tags @> ARRAY[$2]) AND ($3 = '' OR s.delivery_mode = $3)
         AND ($4::bigint IS NULL OR s.price_msat <= $4) AND s.success_rate >= $5 AND ($6 = 0 OR s.median_ms <= $6)
       ORDER BY score DESC, s.listing_id DESC LIMIT 20) AS page
     JOIN listing AS l ON l.id = page.listing_id JOIN listing_version AS v ON v.listing_id = l.id AND v.version = l.version`,
    [query, tag, mode, maxPriceMsat, minSuccessRate, maxMedianMs],
  );
  return monotonicMs() - begin;
}

const schemaText = JSON.stringify({
  type: 'object',
  properties: {
    text: { type: 'string', maxLength: 20_000 },
    language: { type: 'string', enum: ['en', 'de', 'fr', 'es'] },
  },
  required: ['text'],
  additionalProperties: false,
});
const exampleText = JSON.stringify({
  input: { text: 'The soup was wonderful.', language: 'en' },
  output: { words: 4 },
});

async function fill(owner: Database): Promise<void> {
  note(`fills the shelf with ${services} services`);
  const [index] = await owner.query<{ sql: string }>(`SELECT pg_get_indexdef('shelf_words'::regclass) AS sql`);
  await owner.query('DROP INDEX shelf_words');
  for (let from = 0; from < services; from += batch) {
    const made = Array.from({ length: batch }, (_, at) => service(from + at));
    await owner.query(insertSql, columnsOf(made));
  }
  await owner.query(index?.sql ?? '');
  await owner.query('ANALYZE listing, listing_version, shelf');
  await owner.query('VACUUM shelf');
}

const insertSql = `WITH made AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::smallint[],
      $9::double precision[], $10::integer[], $11::integer[])
      AS m(id, slug, title, description, tags, price, mode, quality, rate, median, tasks)),
  listing AS (
    INSERT INTO listing (id, account_id, slug, state, version, created_at, updated_at)
    SELECT id, id, slug, 'published', 1, now(), now() FROM made),
  version AS (
    INSERT INTO listing_version (listing_id, version, slug, title, description, tags, input_schema, output_schema, example,
      price_msat, deadline_ms, max_concurrency, delivery_mode, delivery_url, webhook_secret_version, created_at)
    SELECT id, 1, slug, title, description, string_to_array(tags, ' '), $12, $12, $13, price, 10000, 4, mode,
      CASE WHEN mode = 'push' THEN 'https://seller.example/' || slug ELSE '' END, 1, now() FROM made)
  INSERT INTO shelf (listing_id, on_sale, words, tags, price_msat, delivery_mode, quality, success_rate, median_ms, buyers, tasks)
  SELECT id, true, ${wordsOf('title', 'slug', `string_to_array(tags, ' ')`, 'description')}, string_to_array(tags, ' '), price,
    mode, quality, rate, median, least(tasks, 20), tasks FROM made`;

type Made = ReturnType<typeof service>;

/** One column per parameter, in their order. */
function columnsOf(made: readonly Made[]): unknown[] {
  const names = Object.keys(made[0] as Made) as (keyof Made)[];
  return [...names.map((name) => made.map((one) => one[name])), schemaText, exampleText];
}

function service(n: number) {
  const seen = Math.random() < 0.5;
  const [tasks, failing] = [seen ? 1 + Math.floor(Math.random() * 200) : 0, Math.random() ** 3];
  const medianMs = seen ? Math.round(10 ** (2 + Math.random() * 3)) : undefined;
  const measured = {
    weighedTasks: tasks,
    weighedDelivered: tasks * (1 - failing),
    buyers: Math.min(tasks, 20),
    medianMs,
  };
  const own = Object.entries(planted).flatMap(([word, share]) => (Math.random() < share ? [word] : []));
  const inTitle = own.filter(() => Math.random() < 0.2);
  // One of twenty writes as much as it may.
  const length = Math.random() < 0.05 ? 550 : 25 + Math.floor(Math.random() * 60);
  return {
    id: idToUuid(newId('listing')),
    slug: `service-${n}`,
    title: [...words(3), ...inTitle].join(' '),
    description: [...words(length), ...own].join(' '),
    tags: `tag${Math.floor(Math.random() * tags)} tag${Math.floor(Math.random() * tags)}`,
    price: String(Math.floor(Math.exp(Math.random() * 12)) + 1),
    mode: Math.random() < 0.7 ? 'push' : 'pull',
    quality: qualityOf(measured),
    rate: (measured.weighedDelivered + 4) / (tasks + 5),
    median: medianMs ?? null,
    tasks,
  };
}

function words(count: number): string[] {
  return Array.from({ length: count }, () => `word${Math.floor(vocabulary ** Math.random())}`);
}
