/** The books as messages, for admins: what libs/ledger reads, with cursors and the ids that the API speaks of. */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, isId, parseId } from '#kernel/ids';
import * as ledger from '#ledger/read';
import type { Database } from '#persistence/database';

const pageMax = 500;
const sides = { D: 'debit', C: 'credit' } as const;

export class LedgerDesk {
  constructor(private readonly database: Database) {}

  async trialBalance(): Promise<ReplyOf<Billing, 'getTrialBalance'>> {
    const { lines, identities, seq } = await ledger.readTrialBalance(this.database);
    const sum = (amount: 'debitsMsat' | 'creditsMsat') => lines.reduce((total, line) => total + line[amount], 0n);
    const names = (holds: boolean) => identities.filter((one) => one.holds === holds).map(({ name }) => name);
    return {
      lines: lines.map((line) => ({
        code: line.code,
        name: line.name,
        side: sides[line.side],
        accounts: String(line.accounts),
        debitsMsat: line.debitsMsat.toString(),
        creditsMsat: line.creditsMsat.toString(),
        balanceMsat: line.balanceMsat.toString(),
      })),
      debitsMsat: sum('debitsMsat').toString(),
      creditsMsat: sum('creditsMsat').toString(),
      proven: names(true),
      broken: names(false),
      lastSeq: seq.toString(),
    };
  }

  async accounts(request: RequestOf<Billing, 'listLedgerAccounts'>): Promise<ReplyOf<Billing, 'listLedgerAccounts'>> {
    const limit = pageSize(request.limit);
    const after = readCursor(request.cursor);
    const rows = await ledger.listAccounts(this.database, {
      ...(request.code !== 0 && { code: request.code }),
      ...(request.owner !== '' && { owner: ownerInLedger(request.owner) }),
      ...(after !== undefined && { after }),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    return { accounts: page.map(accountMessage), nextCursor: nextCursor(rows.length > limit, page.at(-1)?.id) };
  }

  async entries(request: RequestOf<Billing, 'listEntries'>): Promise<ReplyOf<Billing, 'listEntries'>> {
    const account = await ledger.findAccount(this.database, BigInt(request.account));
    if (!account) throw new AppError('not_found', 'the ledger has no such account');
    const limit = pageSize(request.limit);
    const before = readCursor(request.cursor);
    const rows = await ledger.listEntries(this.database, account.id, {
      ...(before !== undefined && { before }),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    return {
      account: accountMessage(account),
      entries: page.map((entry) => ({
        version: entry.version.toString(),
        transferSeq: entry.transferSeq.toString(),
        kind: entry.kind,
        ref: refInApi(entry),
        amountMsat: entry.amountMsat.toString(),
        balanceAfterMsat: entry.balanceAfterMsat.toString(),
        recordedAtMs: String(entry.recordedAt.getTime()),
      })),
      nextCursor: nextCursor(rows.length > limit, page.at(-1)?.version),
    };
  }

  /** `ref` is the id of a charge or a payout, or empty. */
  async transfers(request: RequestOf<Billing, 'listTransfers'>): Promise<ReplyOf<Billing, 'listTransfers'>> {
    const limit = pageSize(request.limit);
    const before = readCursor(request.cursor);
    const rows = await ledger.listTransfers(this.database, {
      ...(request.seq !== '0' && { seq: BigInt(request.seq) }),
      ...(request.ref !== '' && { ref: refInLedger(request.ref) }),
      ...(before !== undefined && { before }),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    return { transfers: page.map(transferMessage), nextCursor: nextCursor(rows.length > limit, page.at(-1)?.seq) };
  }

  async integrity(): Promise<ReplyOf<Billing, 'checkIntegrity'>> {
    const { seq, block, hash, defects } = await ledger.verifyLedger(this.database);
    return {
      lastSeq: seq.toString(),
      blocks: block.toString(),
      headHash: hash,
      defects: defects.map(({ check, detail }) => `${check}: ${detail}`),
    };
  }
}

function transferMessage(transfer: ledger.RecordedTransfer) {
  return {
    seq: transfer.seq.toString(),
    id: transfer.id,
    kind: transfer.kind,
    ref: refInApi(transfer),
    effectiveAtMs: String(transfer.effectiveAt.getTime()),
    recordedAtMs: String(transfer.recordedAt.getTime()),
    legs: transfer.legs.map((leg) => ({
      account: leg.accountId.toString(),
      code: leg.code,
      name: leg.name,
      owner: ownerInApi(leg.owner),
      amountMsat: leg.amountMsat.toString(),
      balanceAfterMsat: leg.balanceAfterMsat.toString(),
    })),
  };
}

function accountMessage(account: ledger.LedgerAccount) {
  return {
    id: account.id.toString(),
    code: account.code,
    name: account.name,
    owner: ownerInApi(account.owner),
    side: sides[account.side],
    debitsMsat: account.debitsMsat.toString(),
    creditsMsat: account.creditsMsat.toString(),
    balanceMsat: account.balanceMsat.toString(),
    entries: account.entries.toString(),
  };
}

/** The ledger names a bot's account by its uuid and a node by its pubkey; the API has ids with prefixes. */
function ownerInApi(owner: string): string {
  return /^[0-9a-f]{8}-/.test(owner) ? idFromUuid('account', owner) : owner;
}

function ownerInLedger(owner: string): string {
  return isId('account', owner) ? idToUuid(owner) : owner;
}

/** What a transfer is about is known by its kind: the ledger keeps uuids, which say nothing of what they name. */
function refInApi({ kind, ref }: { readonly kind: string; readonly ref: string | undefined }): string {
  if (ref === undefined) return '';
  return idFromUuid(kind.startsWith('payout_') ? 'payout' : 'charge', ref);
}

function refInLedger(ref: string): string {
  return idToUuid(isId('payout', ref) ? ref : parseId('charge', ref));
}

function pageSize(limit: number): number {
  return Math.min(Math.max(limit, 1), pageMax);
}

function nextCursor(hasMore: boolean, last: bigint | undefined): string {
  return hasMore && last !== undefined ? last.toString() : '';
}

function readCursor(cursor: string): bigint | undefined {
  if (cursor === '') return undefined;
  if (!/^[1-9][0-9]{0,18}$/.test(cursor)) throw new AppError('invalid_cursor', 'the cursor was not made by this list');
  return BigInt(cursor);
}
