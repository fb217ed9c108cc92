/** Calls `ledger.post` directly, as only billing's owner may. */
import type { Transfer } from '#ledger/transfer';
import type { Tx } from '#persistence/database';
import { type Answer, accountKey } from './model.js';

export interface Group {
  readonly transfers: readonly Transfer[];
  /** False: the ledger is told to leave the group alone. */
  readonly wanted?: boolean;
}

export async function postBatch(db: Pick<Tx, 'query'>, groups: readonly Group[]): Promise<Answer[]> {
  const transfers = groups.flatMap((group, index) =>
    group.transfers.map((transfer) => ({ ...transfer, group: index + 1 })),
  );
  const legs = transfers.flatMap((transfer, index) => transfer.legs.map((leg) => ({ ...leg, transfer: index + 1 })));
  const accounts = [...new Map(legs.map((leg) => [accountKey(leg), leg])).values()];
  const keys = accounts.map(accountKey);
  const [answer] = await db.query<{ seqs: (bigint | null)[] | null; outcomes: (string | null)[] | null }>(
    'SELECT seqs, outcomes FROM ledger.post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    [
      accounts.map(({ code }) => code),
      accounts.map(({ owner }) => owner),
      transfers.map(({ id }) => id),
      transfers.map(({ group }) => group),
      transfers.map(({ kind }) => kind),
      transfers.map(({ ref }) => ref ?? null),
      transfers.map(({ effectiveAt }) => effectiveAt ?? null),
      legs.map(({ transfer }) => transfer),
      legs.map((leg) => keys.indexOf(accountKey(leg)) + 1),
      legs.map(({ amountMsat }) => amountMsat),
      groups.every(({ wanted }) => wanted === undefined) ? null : groups.map(({ wanted = true }) => wanted),
    ],
  );
  return transfers.map((_, index) => ({
    outcome: answer?.outcomes?.[index] ?? null,
    seq: answer?.seqs?.[index] ?? null,
  }));
}
