/**
 * The ledger a second time, in memory and in other words: what `ledger.post` must answer and what the balances must be.
 */

import { chart } from '#ledger/chart';
import type { Leg, Transfer } from '#ledger/transfer';

const lines = new Map(chart.map((line) => [line.code, line]));
const largestLeg = 10n ** 17n;
const owners = {
  market: /^$/,
  node: /^[0-9a-f]{66}$/,
  account: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
};

export interface Answer {
  readonly outcome: string | null;
  readonly seq: bigint | null;
}

export interface ModelBalance {
  debits: bigint;
  credits: bigint;
  entries: bigint;
}

export const accountKey = ({ code, owner }: Pick<Leg, 'code' | 'owner'>): string => `${code} ${owner}`;

const contentOf = ({ kind, ref, legs }: Transfer): string =>
  JSON.stringify([kind, ref ?? null, legs.map(({ code, owner, amountMsat }) => [code, owner, amountMsat.toString()])]);

export class LedgerModel {
  readonly balances = new Map<string, ModelBalance>();
  readonly closed = new Set<string>();
  readonly recorded = new Map<string, { readonly seq: bigint; readonly transfer: Transfer }>();
  seq = 0n;

  balance(key: string): ModelBalance {
    return this.balances.get(key) ?? { debits: 0n, credits: 0n, entries: 0n };
  }

  /** Transfers of a group happen all or none. */
  post(group: readonly Transfer[]): Answer[] {
    const before = new Map([...this.balances].map(([key, balance]) => [key, { ...balance }]));
    const seqBefore = this.seq;
    const answers: Answer[] = [];
    const added: string[] = [];
    for (const [index, transfer] of group.entries()) {
      const known = this.recorded.get(transfer.id);
      if (known && contentOf(known.transfer) === contentOf(transfer)) {
        answers.push({ outcome: 'replayed', seq: known.seq });
        continue;
      }
      const refusal = known ? 'conflict' : this.#apply(transfer.legs);
      if (refusal === undefined) {
        this.seq += 1n;
        this.recorded.set(transfer.id, { seq: this.seq, transfer });
        added.push(transfer.id);
        answers.push({ outcome: 'posted', seq: this.seq });
        continue;
      }
      this.balances.clear();
      for (const [key, balance] of before) this.balances.set(key, balance);
      for (const id of added) this.recorded.delete(id);
      this.seq = seqBefore;
      const undone = answers.map((answer) => (answer.outcome === 'posted' ? { outcome: 'linked', seq: null } : answer));
      const after = group.slice(index + 1).map(() => ({ outcome: 'linked', seq: null }));
      return [...undone, { outcome: refusal, seq: null }, ...after];
    }
    return answers;
  }

  #apply(legs: readonly Leg[]): string | undefined {
    const touched = new Set<string>();
    for (const leg of legs) {
      const line = lines.get(leg.code);
      const key = accountKey(leg);
      if (!line?.inUse || !owners[line.per].test(leg.owner)) return 'unknown_account';
      if (this.closed.has(key)) return 'account_closed';
      const size = leg.amountMsat < 0n ? -leg.amountMsat : leg.amountMsat;
      if (size === 0n || size > largestLeg) return 'out_of_range';
      const balance = this.balances.get(key) ?? { debits: 0n, credits: 0n, entries: 0n };
      if (leg.amountMsat > 0n) balance.debits += size;
      else balance.credits += size;
      balance.entries += 1n;
      this.balances.set(key, balance);
      touched.add(key);
    }
    const total = legs.reduce((sum, leg) => sum + leg.amountMsat, 0n);
    if (total !== 0n || legs.length < 2 || legs.length > 64) return 'unbalanced';
    for (const key of touched) {
      const line = lines.get(Number(key.split(' ')[0]));
      const { debits, credits } = this.balance(key);
      if (line?.limited && (line.side === 'D' ? credits > debits : debits > credits)) return 'insufficient_funds';
    }
    return undefined;
  }
}
