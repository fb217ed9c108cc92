import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeWriter } from '#apps/billing/charges/writer';
import { billingSchema } from '#apps/billing/schema';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#apps/botbazaar/embedded-postgres';
import { removeCluster } from '#apps/botbazaar/postgres-installation';
import { settlementSchema } from '#apps/settlement/schema';
import { systemClock } from '#kernel/clock';
import { ledgerSchema } from '#ledger/schema';
import { type Database, openDatabase } from '#persistence/database';
import { migrate } from '#persistence/migrate';
import { rolePassword, roleUrl } from '#persistence/roles';
import { seeded, seeds } from '#test/ledger/random';
import { createCharges } from './charges.js';
import { audit, Traffic } from './traffic.js';

/** A server of its own, since this suite kills it. */
const crashes = 3;
const key = randomBytes(32);
let directory: string;
let server: EmbeddedPostgres;
let db: Database;

async function start(port: number): Promise<EmbeddedPostgres> {
  return await startEmbeddedPostgres({
    directory,
    ownerPassword: key.toString('hex'),
    port,
    logFile: join(directory, 'postgres.log'),
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'botbazaar-crash-'));
  await chmod(directory, 0o711);
  server = await start(0);
  await migrate({
    ownerUrl: server.ownerUrl,
    databaseKey: key,
    plan: [ledgerSchema, billingSchema, settlementSchema],
    clock: systemClock,
  });
  const url = roleUrl(server.ownerUrl, billingSchema.role, rolePassword(key, billingSchema.role));
  db = await openDatabase({ url, schema: 'billing', applicationName: 'crash', poolSize: 4 });
}, 60_000);

afterAll(async () => {
  await db.close();
  await server.stop();
  await removeCluster(directory);
  await rm(directory, { recursive: true, force: true });
});

describe('a Postgres that is killed under load', () => {
  it('comes back with every answered step, none twice and none by halves', async () => {
    const [seed] = seeds(1);
    console.info(`ledger seed ${seed}`);
    const charges = await createCharges(db, 2_000, [randomUUID(), randomUUID()]);
    const writers = [new ChargeWriter(db, systemClock), new ChargeWriter(db, systemClock)];
    const traffic = new Traffic(seeded(seed as number), charges, writers);
    let running = true;
    const done = traffic.run(256, () => running);
    for (let crash = 0; crash < crashes; crash += 1) {
      await sleep(700);
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
      server = await start(server.port);
    }
    await sleep(300);
    running = false;
    await done;
    // A server that takes long to come back leaves some with an unknown outcome, which is known when they ask again.
    const unknown = traffic.count('unanswered');
    await traffic.askAgain();
    const repeated = traffic.asked.filter(({ answer }) => answer.outcome === 'moved' && answer.repeated).length;
    console.info(
      `${traffic.asked.length} steps asked, ${traffic.count('moved')} taken, ${repeated} of them answered again, ${unknown} outcomes unknown at first, ${crashes} crashes`,
    );
    expect(traffic.count('unanswered')).toBe(0);
    expect(traffic.count('moved')).toBeGreaterThan(300);
    await audit(db, charges, traffic.asked);
  }, 120_000);
});
