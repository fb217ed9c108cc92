/**
 * The Postgres roles of the services. Their passwords are derived from one key, so that none has to be stored; since roles
 * belong to the whole server, one server can hold only installations that share that key.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { sqlState } from './database-errors.js';

/** HMAC-SHA256(database key, role name), in hex. */
export function rolePassword(databaseKey: Buffer, role: string): string {
  return createHmac('sha256', databaseKey).update(role).digest('hex');
}

/** The owner's URL with another role in it: same server, database and query parameters. */
export function roleUrl(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  url.searchParams.delete('user');
  url.searchParams.delete('password');
  return url.href;
}

export interface RolePlan {
  /** Roles that log in, with their passwords. */
  readonly logins: ReadonlyMap<string, string>;
  /** Roles that only own things. */
  readonly owners: ReadonlySet<string>;
}

const attempts = 5;

/**
 * Makes the roles that are missing and gives those of another key their new password. Roles are shared by all databases of
 * the server while advisory locks are not, so runs for two databases can meet here: the loser looks again.
 */
export async function ensureRoles(runner: QueryRunner, plan: RolePlan): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const statements = await missingRoles(runner, plan);
    if (statements.length === 0) return;
    try {
      await runner.query(statements.join(';\n'));
      return;
    } catch (thrown) {
      if (attempt === attempts || !isRace(thrown)) throw thrown;
      await sleep(10 * attempt);
    }
  }
}

async function missingRoles(runner: QueryRunner, plan: RolePlan): Promise<string[]> {
  const marks = new Map<string, string>();
  for (const owner of plan.owners) marks.set(owner, 'botbazaar: owns, never logs in');
  for (const [role, password] of plan.logins) marks.set(role, `botbazaar: password ${fingerprint(password)}`);

  const rows = (await runner.query(
    `SELECT r.rolname, shobj_description(r.oid, 'pg_authid') AS mark,
            (SELECT s.rolsuper FROM pg_roles s WHERE s.rolname = current_user) AS super
       FROM pg_roles r WHERE r.rolname = ANY($1) OR r.rolname = current_user`,
    [[...marks.keys()]],
  )) as { rolname: string; mark: string | null; super: boolean }[];
  const present = new Map(rows.map((row) => [row.rolname, row.mark]));
  const superuser = rows[0]?.super === true;

  const statements: string[] = [];
  for (const [role, mark] of marks) {
    if (present.get(role) === mark) continue;
    const password = plan.logins.get(role);
    const login = password === undefined ? 'NOLOGIN' : `LOGIN PASSWORD '${scramVerifier(password)}'`;
    statements.push(`${present.has(role) ? 'ALTER' : 'CREATE'} ROLE ${role} ${login}`);
    // Whoever is not a superuser must be a member of a role to give it a schema.
    if (password === undefined && !superuser) statements.push(`GRANT ${role} TO CURRENT_USER`);
    statements.push(`COMMENT ON ROLE ${role} IS '${mark}'`);
  }
  return statements;
}

/** duplicate_object, unique_violation, and "tuple concurrently updated", which has no code of its own. */
function isRace(thrown: unknown): boolean {
  return ['42710', '23505', 'XX000'].includes(sqlState(thrown) ?? '');
}

/** Tells passwords of 256 random bits apart without saying what they are. */
function fingerprint(password: string): string {
  return createHash('sha256').update(password).digest('hex').slice(0, 16);
}

/** What Postgres stores for SCRAM-SHA-256 (RFC 5803): computed here, the password never travels to a server's log. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
