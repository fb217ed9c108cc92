/**
 * A lock that one session of Postgres holds for as long as it lives: what several processes use to agree on which of them
 * does something. Postgres frees it when the session ends, also when its process was killed or its network is gone.
 */
import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { withSessionSettings } from './data-source.js';

export interface AdvisoryLockOptions {
  /** `postgres://role:password@host:port/database`. The role needs nothing but to log in. */
  readonly url: string;
  readonly key: bigint;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Called for each failed try to reach the database. */
  readonly onFailure: (error: unknown) => void;
}

export interface HeldLock {
  /** Aborted when the lock is no longer surely held: whoever acted under it must stop at once. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** A lock whose holder can ask the database on the very session that holds it: who has lost it gets no answer. */
export interface AskableLock extends HeldLock {
  ask<Row>(sql: string, params: readonly unknown[]): Promise<Row[]>;
}

const askEveryMs = 1_000;
const answerWithinMs = 2_000;
/** Then the connection is dropped without a goodbye: a peer that is cut off would never answer one. */
const endWithinMs = 1_000;
/** A peer that is silent for so long is gone, as the server sees it as well. */
const sessionSettings = {
  tcp_keepalives_idle: '2',
  tcp_keepalives_interval: '1',
  tcp_keepalives_count: '2',
  tcp_user_timeout: '3000',
  statement_timeout: '2000',
  // A process that is frozen keeps its connection and would keep the lock: it is one that has not asked for so long.
  idle_session_timeout: '4000',
};

/** Waits until this session has the lock; undefined when `signal` ended the waiting. */
export async function holdAdvisoryLock(options: AdvisoryLockOptions): Promise<AskableLock | undefined> {
  const { signal, onFailure } = options;
  while (!signal.aborted) {
    const session = new LockSession(options);
    try {
      await session.connect();
      while (!signal.aborted && !session.lost.aborted) {
        if (await session.tryLock()) return session;
        await sleep(askEveryMs, signal);
      }
    } catch (error) {
      onFailure(error);
    }
    await session.release();
    await sleep(askEveryMs, signal);
  }
  return undefined;
}

class LockSession implements AskableLock {
  private readonly client: pg.Client;
  private readonly socket = new Socket();
  private readonly over = new AbortController();
  readonly lost = this.over.signal;

  constructor(private readonly options: AdvisoryLockOptions) {
    this.client = new pg.Client({
      connectionString: withSessionSettings(options.url, sessionSettings),
      application_name: options.applicationName,
      connectionTimeoutMillis: 5_000,
      query_timeout: answerWithinMs,
      keepAlive: true,
      stream: () => this.socket,
    });
    const end = () => this.over.abort();
    this.client.once('end', end);
    this.client.on('error', end);
  }

  async connect(): Promise<void> {
    await this.client.connect();
  }

  async tryLock(): Promise<boolean> {
    const { rows } = await this.client.query('SELECT pg_try_advisory_lock($1) AS locked', [String(this.options.key)]);
    const locked = rows[0]?.locked === true;
    if (locked) void this.keepAsking();
    return locked;
  }

  async ask<Row>(sql: string, params: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.client.query(sql, [...params]);
    return rows as Row[];
  }

  async release(): Promise<void> {
    this.over.abort();
    // A session that cannot be ended in order is ended by the server.
    const ended = this.client.end().catch(() => undefined);
    await Promise.race([ended, pause(endWithinMs, undefined, { ref: false })]);
    this.socket.destroy();
  }

  /** A session that does not answer may have lost the lock: in doubt it has. */
  private async keepAsking(): Promise<void> {
    while (!this.lost.aborted) {
      await sleep(askEveryMs, this.lost);
      if (this.lost.aborted) return;
      await this.client.query('SELECT 1').catch(() => this.release());
    }
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted pause is how the waiting ends.
  await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
