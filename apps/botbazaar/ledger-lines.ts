/** The books of one task as lines for the terminal, read from the admin's timeline of it. */
import { grouped } from './terminal.js';

interface Leg {
  readonly code: number;
  readonly name: string;
  /** Decimal string of msat; a debit is positive, a credit negative. */
  readonly amountMsat: string;
}

export interface TaskBooks {
  readonly transfers: readonly { readonly seq: string; readonly kind: string; readonly legs: readonly Leg[] }[];
  /** Every state that the charge has had, oldest first. */
  readonly chargeStates: readonly string[];
  readonly sellerEarnedMsat: bigint;
  readonly feeMsat: bigint;
}

interface TimelineEvent {
  readonly of: string;
  readonly to: string;
  readonly transfer?: TaskBooks['transfers'][number];
}

/** Codes of the chart of accounts: what a bot can spend, and what the market keeps. */
const availableCode = 2110;
const feeCode = 4110;

export async function readTimeline(baseUrl: string, adminToken: string, taskId: string): Promise<TaskBooks> {
  const response = await fetch(`${baseUrl}/v1/admin/tasks/${taskId}/timeline`, {
    headers: { authorization: `Bearer ${adminToken}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the timeline of ${taskId} was answered ${response.status}`);
  const { events } = (await response.json()) as { events: TimelineEvent[] };
  const transfers = events.flatMap(({ transfer }) => transfer ?? []);
  const credited = (code: number) =>
    transfers
      .flatMap(({ legs }) => legs)
      .filter((leg) => leg.code === code)
      .reduce((sum, leg) => sum - BigInt(leg.amountMsat), 0n);
  return {
    transfers,
    chargeStates: events.filter((event) => event.of === 'charge').map((event) => event.to),
    sellerEarnedMsat: credited(availableCode),
    feeMsat: credited(feeCode),
  };
}

const nameWidth = 42;
const amountWidth = 14;

/** A line for each transfer's name, one for each of its legs: debits and credits in their own columns. */
export function ledgerLines({ transfers }: TaskBooks): string[] {
  return transfers.flatMap(({ seq, kind, legs }) => [
    `#${seq} ${kind}`,
    ...legs.map(({ code, name, amountMsat }) => {
      const amount = BigInt(amountMsat);
      const debit = amount > 0n ? grouped(amount) : '';
      const credit = amount < 0n ? grouped(-amount) : '';
      const account = `${code} ${name}`.padEnd(nameWidth);
      return `   ${account}${debit.padStart(amountWidth)}${credit.padStart(amountWidth)}`.trimEnd();
    }),
  ]);
}
