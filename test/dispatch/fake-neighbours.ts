/** Billing and the registry as dispatch sees them: they keep the truth about money and listings in memory. */
import { randomBytes } from 'node:crypto';
import type { Billing } from '#contracts/billing';
import type { Registry, VersionReply } from '#contracts/registry';
import type { RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { type ListingId, newId } from '#kernel/ids';

export type ChargeState = 'held' | 'captured' | 'canceled';

const chargeStates: Readonly<Record<ChargeState, string>> = {
  held: 'HELD',
  captured: 'SETTLED',
  canceled: 'REFUND_DUE',
};

export class FakeBilling {
  /** By task id. */
  readonly charges = new Map<string, ChargeState>();
  readonly payees = new Map<string, string>();
  /** States of charges as a reader of the payment is told, where they are not what follows from `charges`. */
  readonly paymentStates = new Map<string, string>();
  /** Makes each call fail as a neighbour that is away. */
  away = false;
  calls = 0;

  hold(taskId: string): void {
    this.charges.set(taskId, 'held');
  }

  readonly service = {
    captureCharge: async ({ taskId, payeeAccountId }: { taskId: string; payeeAccountId: string }) => {
      await this.arrive();
      const state = this.charges.get(taskId);
      if (state === undefined) return { outcome: 'unfunded' };
      if (state === 'canceled') return { outcome: 'canceled' };
      this.charges.set(taskId, 'captured');
      this.payees.set(taskId, payeeAccountId);
      return { outcome: 'captured' };
    },
    cancelCharge: async ({ taskId }: { taskId: string }) => {
      await this.arrive();
      if (this.charges.get(taskId) === 'captured') return { outcome: 'captured' };
      this.charges.set(taskId, 'canceled');
      return { outcome: 'canceled' };
    },
    getPayment: async ({ taskId }: { taskId: string }) => {
      await this.arrive();
      const charge = this.charges.get(taskId);
      if (charge === undefined) throw new AppError('task_not_found', 'no charge belongs to this task');
      return { state: this.paymentStates.get(taskId) ?? chargeStates[charge], priceMsat: '1000' };
    },
  } as unknown as Billing;

  private async arrive(): Promise<void> {
    this.calls += 1;
    await Promise.resolve();
    if (this.away) throw new AppError('unavailable', 'billing is away');
  }
}

export interface ListingOptions {
  /** Absent for a seller that pulls. */
  readonly url?: string;
  readonly maxConcurrency?: number;
  readonly outputSchema?: unknown;
  readonly slug?: string;
  /** Another listing of the same account. */
  readonly sellerAccountId?: string;
}

export class FakeRegistry {
  private readonly versions = new Map<string, VersionReply>();
  calls = 0;

  add(options: ListingOptions): VersionReply {
    const { url = '', maxConcurrency = 4, outputSchema = {}, slug = 'summary' } = options;
    const listingId: ListingId = newId('listing');
    const sellerAccountId = options.sellerAccountId ?? newId('account');
    const mode = url === '' ? 'pull' : 'push';
    const version: VersionReply = {
      service: {
        listingId,
        version: 1,
        sellerAccountId,
        slug,
        title: slug,
        description: '',
        tags: [],
        inputSchemaJson: '{}',
        outputSchemaJson: JSON.stringify(outputSchema),
        exampleJson: '{"input":{}}',
        priceMsat: '1000',
        deadlineMs: 20_000,
        maxConcurrency,
        state: 'published',
        deliveryMode: mode,
        createdAtMs: '1',
        updatedAtMs: '1',
        quality: null,
        health: null,
      },
      delivery: { mode, url },
      webhookSecretVersion: 1,
    };
    this.versions.set(listingId, version);
    return version;
  }

  /** What it was told. */
  readonly reports: RequestOf<Registry, 'reportOutcomes'>[] = [];
  /** Whether it is away for reports, or takes them and its answer is lost. */
  away = false;
  losesReply = false;

  readonly service = {
    reportOutcomes: async (request: RequestOf<Registry, 'reportOutcomes'>) => {
      if (this.away) throw new AppError('unavailable', 'the registry is away');
      this.reports.push(request);
      if (this.losesReply) throw new AppError('unavailable', 'the reply was lost');
      return {};
    },
    getVersion: async ({ listingId }: { listingId: string; version: number }) => {
      this.calls += 1;
      const version = this.versions.get(listingId);
      if (version === undefined) throw new AppError('not_found', 'no such version');
      return version;
    },
  } as unknown as Registry;
}

export const webhookKey = randomBytes(32);
