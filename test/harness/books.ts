/** The books of a running marketplace and the wallets of its simulated nodes, as an admin and as the simulator's owner see them. */
import { expect } from '@jest/globals';
import type { Static } from 'typebox';
import type { FaultOrder } from '#apps/lnd-sim/node/faults';
import type { Integrity, Timeline, Transfer, TrialBalance } from '#contracts/http/ledger';
import { call } from './http.js';
import { anyGateway, type MarketAccess } from './market-access.js';
import { until } from './until.js';

export interface Wallets {
  readonly nodes: Readonly<Record<'market' | 'buyer' | 'seller', Wallet>>;
  readonly inFlightMsat: bigint;
  /** What all nodes own and what is in flight; it never changes. */
  readonly totalMsat: bigint;
}

export interface Wallet {
  readonly channelMsat: bigint;
  readonly unsettledOutMsat: bigint;
  readonly unsettledInMsat: bigint;
}

export const finalCharges: ReadonlySet<string> = new Set([
  'SETTLED',
  'CANCELED',
  'EXPIRED',
  'LOST',
  'REFUND_DUE',
  'REFUNDED',
]);
export const finalTasks: ReadonlySet<string> = new Set(['DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED']);

export class Books {
  /** `access` is asked for at each call: after a restart the addresses may be others. */
  constructor(
    private readonly access: () => MarketAccess,
    /** Where no simulator tells it. */
    private readonly walletsOfRealNodes?: () => Promise<Wallets>,
  ) {}

  async trialBalance(): Promise<TrialBalance> {
    return await this.read<TrialBalance>('/v1/admin/ledger/trial-balance');
  }

  /** Of one line of the chart, on its own side. */
  async balance(code: number): Promise<bigint> {
    const { lines } = await this.trialBalance();
    return BigInt(lines.find((line) => line.code === code)?.balanceMsat ?? '0');
  }

  /** What arrived at the node for us, whether or not its HTLCs are resolved for good. */
  async received(): Promise<bigint> {
    const { lines } = await this.trialBalance();
    const arrived = lines.filter(({ code }) => code === 1110 || code === 1130);
    return arrived.reduce((sum, { balanceMsat }) => sum + BigInt(balanceMsat), 0n);
  }

  /** What a comparison of the only node with the books says, made now. */
  async reconciled(): Promise<{ readonly verdict: string; readonly differenceMsat: string }> {
    const access = this.access();
    const { reconciliationIds } = await call<{ reconciliationIds: string[] }>(
      anyGateway(access),
      '/v1/admin/reconciliations',
      {
        method: 'POST',
        headers: { authorization: `Bearer ${access.adminToken}` },
        body: { reason: 'nothing is under way' },
      },
    );
    type Run = { state: string; verdict?: string; differenceMsat?: string };
    const { verdict = '', differenceMsat = '' } = await until(
      () => this.read<Run>(`/v1/admin/reconciliations/${reconciliationIds[0]}`),
      ({ state }) => state === 'DONE',
      30_000,
    );
    return { verdict, differenceMsat };
  }

  async integrity(): Promise<Static<typeof Integrity>> {
    return await this.read('/v1/admin/ledger/integrity');
  }

  async timeline(taskId: string): Promise<Timeline> {
    return await this.read<Timeline>(`/v1/admin/tasks/${taskId}/timeline`);
  }

  /** What the ledger has about a task, oldest first; without the final word on its HTLCs, which comes when it comes. */
  async transfers(taskId: string): Promise<Transfer[]> {
    const { transfers } = await this.read<{ transfers: Transfer[] }>(`/v1/admin/ledger/transfers?ref=${taskId}`);
    return transfers.reverse().filter(({ kind }) => kind !== 'receipt_resolved');
  }

  /** The states that the charge of a task has had, oldest first. */
  async chargeStates(taskId: string): Promise<string[]> {
    return statesOf(await this.timeline(taskId), 'charge');
  }

  /** Waits until the task and its charge are in final states, and answers both. */
  async ended(taskId: string, withinMs?: number): Promise<{ task: string; charge: string; timeline: Timeline }> {
    const look = async () => {
      const timeline = await this.timeline(taskId);
      return { timeline, task: timeline.task?.state ?? '', charge: statesOf(timeline, 'charge').at(-1) ?? '' };
    };
    return await until(look, ({ task, charge }) => finalTasks.has(task) && finalCharges.has(charge), withinMs);
  }

  async wallets(): Promise<Wallets> {
    if (this.walletsOfRealNodes) return await this.walletsOfRealNodes();
    type Told = { nodes: Record<string, Record<string, string>>; inFlightMsat: string; totalMsat: string };
    const { nodes, inFlightMsat, totalMsat } = await this.control<Told>('GET', '/wallets');
    const wallet = (name: string): Wallet => ({
      channelMsat: BigInt(nodes[name]?.channelMsat ?? ''),
      unsettledOutMsat: BigInt(nodes[name]?.unsettledOutMsat ?? ''),
      unsettledInMsat: BigInt(nodes[name]?.unsettledInMsat ?? ''),
    });
    return {
      nodes: { market: wallet('market'), buyer: wallet('buyer'), seller: wallet('seller') },
      inFlightMsat: BigInt(inFlightMsat),
      totalMsat: BigInt(totalMsat),
    };
  }

  /** One call to the control port of the simulator. */
  async control<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
    const { url, token } = this.access().simControl;
    return await call<T>(url, path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(method === 'POST' ? { body: body ?? {} } : {}),
    });
  }

  async fault(order: FaultOrder): Promise<number> {
    return (await this.control<{ id: number }>('POST', '/faults', order)).id;
  }

  /** Takes back the faults that still wait for their occasion, all but so many of the last ones. */
  async disarm(keep = 0): Promise<void> {
    const { faults } = await this.control<{ faults: { id: number }[] }>('GET', '/faults');
    for (const { id } of faults.slice(0, Math.max(0, faults.length - keep))) {
      await this.control('DELETE', `/faults/${id}`);
    }
  }

  private async read<T>(path: string): Promise<T> {
    const access = this.access();
    const { adminToken } = access;
    return await call<T>(anyGateway(access), path, { headers: { authorization: `Bearer ${adminToken}` } });
  }
}

export function statesOf({ events }: Timeline, of: 'task' | 'charge' | 'attempt'): string[] {
  return events.filter((event) => event.of === of).map((event) => event.to);
}

/**
 * What must hold whenever no payment is in flight: `before` was seen at a time when none was. A buyer has its answer before
 * LND's word reaches the books, so they are given the time to hear it. Where sellers were paid for what was lost, the market
 * may owe more than it has earned.
 */
export async function expectSound(books: Books, before: Wallets, { lost = false } = {}): Promise<void> {
  const { balance, wallets } = await until(
    async () => ({ balance: await books.trialBalance(), wallets: await books.wallets() }),
    (seen) => heldMsat(seen.balance) === 0n && seen.wallets.inFlightMsat === 0n,
  );
  expect((await books.integrity()).defects).toEqual([]);
  expect(balance.broken.filter((identity) => !(lost && identity === 'solvent'))).toEqual([]);
  expect(wallets.totalMsat).toBe(before.totalMsat);
}

/** The two memorandum accounts of accepted HTLCs together. */
function heldMsat({ lines }: TrialBalance): bigint {
  return lines
    .filter(({ code }) => code === 9110 || code === 9210)
    .reduce((sum, { balanceMsat }) => sum + BigInt(balanceMsat), 0n);
}
