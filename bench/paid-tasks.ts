/** Tasks of the instant seller that are funded by ordinary invoices: opened without being paid, said to be paid, looked at. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePorts } from '#apps/botbazaar/free-ports';
import { openIdentity } from '#config/identity-files';
import { type ServiceName, type Services, serviceNames } from '#contracts/callers';
import { connect } from '#contracts/grpc-client';
import { idFromUuid, idToUuid, parseId } from '#kernel/ids';
import type { LndWallet } from '#sdk/lnd-wallet';
import { type QueueServer } from './bare-queue.js';
import { type Instance, wallMs } from './harness.js';
import { has, type Market, withMarket } from './market-load.js';
import { family, nameOf } from './processor-time.js';
import { type Desk, type Funded, type Pace, type Payment, settlementDesk } from './settlement-desk.js';

export interface PaidTasks {
  readonly market: Market;
  /** Opens that many tasks that nobody pays. */
  open(count: number): Promise<Payment[]>;
  /** Has their charges HELD, with their money booked into escrow. */
  book(payments: readonly Payment[]): Promise<void>;
  /** Has those that were booked QUEUED. */
  fund(pace: Pace): Promise<Funded>;
  /** Waits until none that was paid is unfinished. */
  allDelivered(): Promise<void>;
  /** When what happened to each of them. Throws when one is not DELIVERED, or its charge not SETTLED. */
  lives(payments: readonly Payment[]): Promise<Life[]>;
  /** Pays the invoices at the node, whose payment was only told: what is left open there is followed, and looked at by each sweep. */
  pay(payments: readonly Payment[]): Promise<void>;
  readonly queueServer: QueueServer;
  /** Transactions that all databases of the server have committed so far. */
  transactions(): Promise<number>;
}

/** Times of one task, in milliseconds since 1970: those of the marketplace are its events' own, at which their steps began. */
export interface Life {
  readonly taskId: string;
  readonly queuedMs: number;
  readonly runningMs: number;
  readonly storedMs: number;
  readonly settledMs: number;
  readonly deliveredMs: number;
}

/** Long enough that a queue that is behind delivers late and does not fail. */
const deadlineMs = 120_000;
const openedAtOnce = 16;
const paidAtOnce = 16;
/** Seldom, so that looking is not what is measured. */
const lookEveryMs = 250;
const deliveredWithinMs = 120_000;

export async function withPaidTasks<T>(
  options: { readonly apart: boolean; readonly preload?: readonly string[] },
  use: (tasks: PaidTasks) => Promise<T>,
): Promise<T> {
  const [port = 0] = await freePorts([0]);
  const preload = options.apart ? [] : ['bench/programs/settlement-desk.js', ...(options.preload ?? [])];
  const env = { BOTBAZAAR_POSTGRES_PORT: String(port) };
  return await withMarket({ apart: options.apart, preload, env, deadlineMs }, async (market) => {
    // Shows settlement's clients, and has the registry asked for the version.
    await market.buy();
    const password = readFileSync(join(market.instance.folder, 'keys', 'postgres-owner.key'), 'utf8').trim();
    const postgresUrl = `postgres://botbazaar_owner:${password}@127.0.0.1:${port}/postgres`;
    const database = new pg.Client({ connectionString: postgresUrl });
    await database.connect();
    const desk = options.apart ? deskApart(market.instance) : deskWithin(market.instance);
    try {
      const { rows } = await database.query<{ node: string }>('SELECT node FROM billing.charge LIMIT 1');
      const node = rows[0]?.node ?? '';
      return await use({
        market,
        open: (count) => open(market.tasksUrl, count),
        book: (payments) => desk.book({ node, payments }),
        fund: (pace) => desk.fund(pace),
        allDelivered: () => allDelivered(database),
        lives: (payments) => lives(database, payments),
        pay: (payments) => pay(market.wallet, payments),
        transactions: () => transactions(database),
        queueServer: options.apart ? { redisUrl: redisUrlOf(market.instance) } : { postgresUrl },
      });
    } finally {
      desk.close();
      await database.end();
    }
  });
}

async function open(tasksUrl: string, count: number): Promise<Payment[]> {
  const opened: Payment[] = [];
  const numbers = Array.from({ length: count }, (_, at) => at).values();
  const worker = async () => {
    for (const n of numbers) {
      const body = JSON.stringify({ input: { text: `task ${n} of ${wallMs()}` }, funding: 'invoice' });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(tasksUrl, { method: 'POST', headers, body });
      if (answer.status !== 402) throw new Error(`expected a 402, got ${answer.status}: ${await answer.text()}`);
      opened.push((await answer.json()) as Payment);
    }
  };
  await Promise.all(Array.from({ length: openedAtOnce }, worker));
  return opened;
}

async function pay(wallet: LndWallet, payments: readonly Payment[]): Promise<void> {
  const invoices = payments.values();
  const worker = async () => {
    for (const { invoice } of invoices) await wallet.pay(invoice, { maxFeeMsat: 5_000n, timeoutSeconds: 60 });
  };
  await Promise.all(Array.from({ length: paidAtOnce }, worker));
}

interface OpenDesk extends Desk {
  close(): void;
}

/** In the one process, with the clients that settlement has there. */
function deskWithin(instance: Instance): OpenDesk {
  return {
    async book(book) {
      const answer = instance.message(has<{ booked: number }>('booked'));
      instance.child.send({ book });
      await answer;
    },
    async fund(pace) {
      const answer = instance.message(has<{ funded: Funded }>('funded'));
      instance.child.send({ fund: pace });
      return (await answer).funded;
    },
    close: () => undefined,
  };
}

/** Apart, as a second settlement in this process, with its certificate. */
function deskApart({ folder, said }: Instance): OpenDesk {
  const identity = openIdentity(join(folder, 'volumes', 'keys', 'settlement'), 'settlement', serviceNames);
  const portOf = (name: ServiceName) => {
    const [, port] = new RegExp(`^${name} .*"port":(\\d+).*the service is served`, 'm').exec(said()) ?? [];
    if (port === undefined) throw new Error(`${name} has not said its port`);
    return port;
  };
  const client = <Name extends keyof Services>(name: Name) =>
    connect<Name>(name, {
      identity,
      address: `127.0.0.1:${portOf(name)}`,
      deadlineMs: 15_000,
      onDefect: (method, error) => console.error(`${name}.${method} failed:`, error),
    });
  const [billing, dispatch] = [client('billing'), client('dispatch')];
  return {
    ...settlementDesk(() => ({ billing: billing.service, dispatch: dispatch.service })),
    close() {
      billing.close();
      dispatch.close();
    },
  };
}

const livesSql = `
  SELECT t.id, t.queued_at AS queued, a.started_at AS running, t.output_stored_at AS stored, d.at AS delivered,
         settled.at AS settled
    FROM dispatch.task t
    JOIN dispatch.attempt a ON a.task_id = t.id AND a.state = 'delivered'
    JOIN dispatch.task_event d ON d.task_id = t.id AND d.to_state = 'DELIVERED'
    JOIN billing.charge c ON c.task_id = t.id
    JOIN billing.charge_event settled ON settled.charge_id = c.id AND settled.to_state = 'SETTLED'
   WHERE t.id = ANY($1::uuid[])`;

/** Until no paid task is without its end. */
async function allDelivered(database: pg.Client): Promise<void> {
  const endMs = wallMs() + deliveredWithinMs;
  for (;;) {
    const left =
      'SELECT count(*)::integer AS left FROM dispatch.task WHERE finished_at IS NULL AND payment_hash IS NOT NULL';
    const { rows } = await database.query<{ left: number }>(left);
    if (rows[0]?.left === 0) return;
    if (wallMs() > endMs) throw new Error(`${rows[0]?.left} tasks are not delivered in time`);
    await pause(lookEveryMs);
  }
}

async function lives(database: pg.Client, payments: readonly Payment[]): Promise<Life[]> {
  const ids = payments.map(({ taskId }) => idToUuid(parseId('task', taskId)));
  const { rows } = await database.query<Record<string, Date> & { id: string }>(livesSql, [ids]);
  if (rows.length !== ids.length)
    throw new Error(`only ${rows.length} of ${ids.length} tasks were delivered and settled`);
  return rows.map(({ id, ...at }) => {
    const ms = (name: string) => at[name]?.getTime() ?? Number.NaN;
    return {
      taskId: idFromUuid('task', id),
      queuedMs: ms('queued'),
      runningMs: ms('running'),
      storedMs: ms('stored'),
      settledMs: ms('settled'),
      deliveredMs: ms('delivered'),
    };
  });
}

/** Redis says in its title where it listens. */
function redisUrlOf({ pid }: Instance): string {
  const redis = family(pid).find((one) => nameOf(one.pid) === 'redis-server');
  const [, port] = /:(\d+)/.exec(readFileSync(`/proc/${redis?.pid}/cmdline`, 'utf8')) ?? [];
  return `redis://127.0.0.1:${port}`;
}

async function transactions(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ sum: number }>(
    'SELECT sum(xact_commit)::integer AS sum FROM pg_stat_database',
  );
  return rows[0]?.sum ?? 0;
}
