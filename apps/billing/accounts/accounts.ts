/** Accounts of bots, and who presents which credential. Credentials are macaroons that only billing can check. */
import { randomBytes } from 'node:crypto';
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { type AccountId, idFromBytes, idToBytes, idToUuid, newId, parseId } from '#kernel/ids';
import { type Msat, msat } from '#kernel/msat';
import { type Action, mintAccountCredential, verifyAccountCredential } from '#l402/account-credential';
import { randomBytesOfToken } from '#l402/identifier';
import type { Keyring } from '#l402/keyring';
import { codes } from '#ledger/chart';
import type { Database } from '#persistence/database';

const nameMaxChars = 100;

export const insertAccountSql =
  'INSERT INTO account (id, name, credential_epoch, random, created_at) VALUES ($1, $2, $3, $4, $5)';

interface AccountRow {
  readonly name: string | null;
  readonly created_at: Date;
  readonly closed_at: Date | null;
}

export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly credentialKeys: Keyring,
    private readonly clock: Clock,
  ) {}

  async create(request: RequestOf<Billing, 'createAccount'>): Promise<ReplyOf<Billing, 'createAccount'>> {
    if ([...request.name].length > nameMaxChars) throw new AppError('invalid_request', 'the name is too long');
    if (request.name.includes('\0')) throw new AppError('invalid_request', 'the name has a character that is no text');
    const now = this.clock.now();
    const id = newId('account', now);
    const random = randomBytes(randomBytesOfToken);
    await this.database.query(
      insertAccountSql,
      [idToUuid(id), request.name === '' ? null : request.name, this.credentialKeys.currentEpoch, random, now],
      { name: 'account_insert' },
    );
    const credential = mintAccountCredential({ keyring: this.credentialKeys, accountId: idToBytes(id), random });
    return { accountId: id, credential };
  }

  /** The account of a credential that allows the action; everything else is `forbidden`, without saying what is wrong. */
  async verify(request: RequestOf<Billing, 'verifyCredential'>): Promise<ReplyOf<Billing, 'verifyCredential'>> {
    const { credential: token, action } = request;
    const verified = verifyAccountCredential({ keyring: this.credentialKeys, token, now: this.clock.now() });
    if (!verified.ok)
      throw new AppError('forbidden', 'the credential is not one of this marketplace or no longer good');
    if (!verified.limits.actions.has(action as Action)) {
      throw new AppError('forbidden', `the credential does not allow to ${action}`);
    }
    const accountId = idFromBytes('account', verified.accountId);
    const row = await this.find(accountId);
    if (!row || row.closed_at) throw new AppError('forbidden', 'the account of this credential is closed');
    return { accountId };
  }

  async get(request: RequestOf<Billing, 'getAccount'>): Promise<ReplyOf<Billing, 'getAccount'>> {
    const accountId = parseId('account', request.accountId);
    const row = await this.find(accountId);
    if (!row) throw new AppError('not_found', 'no such account');
    return {
      accountId,
      name: row.name ?? '',
      balanceMsat: (await availableMsat(this.database, accountId)).toString(),
      createdAtMs: String(row.created_at.getTime()),
    };
  }

  private async find(id: AccountId): Promise<AccountRow | undefined> {
    const sql = 'SELECT name, created_at, closed_at FROM account WHERE id = $1';
    return (await this.database.query<AccountRow>(sql, [idToUuid(id)], { name: 'account' }))[0];
  }
}

/** What the bot can spend: credits less debits of its account 2110. */
export async function availableMsat(database: Database, id: AccountId): Promise<Msat> {
  const rows = await database.query<{ balance: bigint }>(
    `SELECT b.credits - b.debits AS balance FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id
     WHERE a.owner = $1 AND a.code = $2`,
    [idToUuid(id), codes.available],
  );
  return msat(rows[0]?.balance ?? 0n);
}
