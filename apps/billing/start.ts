/**
 * Billing: all money state. Owns the schemas `billing` and `ledger`; decides, and calls nobody but its Lightning nodes, at
 * which it can make, settle and cancel invoices but not pay.
 */
import { type DynamicModule, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Billing } from '#contracts/billing';
import type { Clock } from '#kernel/clock';
import type { Keyring } from '#l402/keyring';
import type { InvoiceDesk } from '#lightning/invoice-desk';
import type { HealthCheck } from '#observability/health';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { Accounts } from './accounts/accounts.js';
import { AuditLog } from './accounts/audit-log.js';
import { Incidents } from './books/incidents.js';
import { LedgerDesk } from './books/ledger-desk.js';
import { ReconciliationDesk } from './books/reconciliation-desk.js';
import { Reconciliations } from './books/reconciliations.js';
import { ChargeDesk } from './charges/charge-desk.js';
import { ChargeFinder } from './charges/charge-store.js';
import { Charges } from './charges/charges.js';
import { Delivery } from './charges/delivery.js';
import { InvoiceFacts } from './charges/invoice-facts.js';
import { Orphans } from './charges/orphans.js';
import { Receipts } from './charges/receipts.js';
import { Sweeper } from './charges/sweeper.js';
import { ChargeWriter } from './charges/writer.js';
import type { BillingConfig } from './config.js';
import { checkPreimageKeys } from './key-check.js';
import { Checkpoints } from './nodes/checkpoints.js';
import { NodeConditions } from './nodes/node-conditions.js';
import { Nodes } from './nodes/nodes.js';
import { InternalTransfers } from './payouts/internal-transfers.js';
import { PayingNodes } from './payouts/paying-nodes.js';
import { PayoutProgress } from './payouts/payout-progress.js';
import { PayoutSchedules } from './payouts/payout-schedules.js';
import { PayoutStops } from './payouts/payout-stops.js';
import { Payouts } from './payouts/payouts.js';
import { Refunds } from './payouts/refunds.js';
import { Journal, type JournalPlace } from './restoring/journal.js';
import { Regression } from './restoring/regression.js';
import { billingService } from './service.js';

export interface BillingDeps {
  /** Opened as botbazaar_billing. */
  readonly database: Database;
  readonly desks: readonly InvoiceDesk[];
  readonly keys: { readonly preimages: Keyring; readonly credentials: Keyring };
  /** Of what the database could be brought up to date with. */
  readonly journal: JournalPlace;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface RunningBilling {
  readonly service: Billing;
  readonly health: readonly HealthCheck[];
  stop(): Promise<void>;
}

/** What runs while billing runs, started and stopped in the order that keeps money calls whole. */
class Background implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly nodes: Nodes,
    private readonly sweeper: Sweeper,
    private readonly delivery: Delivery,
    private readonly writer: ChargeWriter,
    private readonly payouts: PayoutProgress,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.nodes.start();
    this.sweeper.start();
    this.payouts.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.sweeper.stop(), this.payouts.stop()]);
    await this.delivery.drain();
    await this.writer.close();
    await this.nodes.stop();
  }
}

type FactsParts = [ChargeFinder, ChargeWriter, Delivery, Orphans, InternalTransfers];

@Module({})
class BillingModule {
  static compose(config: BillingConfig, deps: BillingDeps, regression: Regression): DynamicModule {
    const { desks, keys, clock, logger } = deps;
    const database = deps.database.guardedBy(regression);
    const context = { config, clock, logger };
    return {
      module: BillingModule,
      providers: [
        { provide: Regression, useValue: regression },
        {
          provide: NodeConditions,
          useFactory: () => new NodeConditions(database, context, () => regression.regressed),
        },
        {
          provide: Nodes,
          inject: [NodeConditions],
          useFactory: (conditions: NodeConditions) => new Nodes(desks, conditions, logger),
        },
        { provide: ChargeWriter, useFactory: () => new ChargeWriter(database, clock) },
        { provide: ChargeFinder, useFactory: () => new ChargeFinder(database) },
        { provide: Accounts, useFactory: () => new Accounts(database, keys.credentials, clock) },
        { provide: LedgerDesk, useFactory: () => new LedgerDesk(database) },
        { provide: ChargeDesk, useFactory: () => new ChargeDesk(database, clock) },
        { provide: Checkpoints, useFactory: () => new Checkpoints(database, clock) },
        { provide: AuditLog, useFactory: () => new AuditLog(database, clock) },
        { provide: PayoutStops, useFactory: () => new PayoutStops(database, clock) },
        {
          provide: InternalTransfers,
          inject: [ChargeFinder, ChargeWriter, Charges, Delivery],
          useFactory: (finder: ChargeFinder, writer: ChargeWriter, charges: Charges, delivery: Delivery) =>
            new InternalTransfers(database, finder, writer, { charges, delivery, clock, logger }),
        },
        {
          provide: PayoutProgress,
          inject: [InternalTransfers],
          useFactory: (transfers: InternalTransfers) => new PayoutProgress(database, transfers, context),
        },
        {
          provide: PayingNodes,
          inject: [Nodes],
          useFactory: (nodes: Nodes) => new PayingNodes(database, nodes, clock),
        },
        {
          provide: PayoutSchedules,
          inject: [PayingNodes],
          useFactory: (paying: PayingNodes) => new PayoutSchedules(database, paying, context),
        },
        {
          provide: Payouts,
          inject: [Nodes, InternalTransfers, PayingNodes],
          useFactory: (nodes: Nodes, transfers: InternalTransfers, paying: PayingNodes) =>
            new Payouts(database, nodes, transfers, paying, context),
        },
        {
          provide: Refunds,
          inject: [ChargeFinder, ChargeWriter, Payouts],
          useFactory: (finder: ChargeFinder, writer: ChargeWriter, payouts: Payouts) =>
            new Refunds(database, finder, writer, payouts, context),
        },
        { provide: Receipts, useFactory: () => new Receipts(database, clock, logger) },
        {
          provide: Reconciliations,
          inject: [Receipts],
          useFactory: (receipts: Receipts) => new Reconciliations(database, receipts, context),
        },
        { provide: ReconciliationDesk, useFactory: () => new ReconciliationDesk(database) },
        { provide: Incidents, useFactory: () => new Incidents(database, clock) },
        {
          provide: Charges,
          inject: [ChargeWriter, Nodes],
          useFactory: (writer: ChargeWriter, nodes: Nodes) => new Charges(database, writer, nodes, keys, context),
        },
        {
          provide: Delivery,
          inject: [ChargeFinder, ChargeWriter, Charges, Nodes],
          useFactory: (finder: ChargeFinder, writer: ChargeWriter, charges: Charges, nodes: Nodes) =>
            new Delivery(finder, writer, charges, nodes, context),
        },
        {
          provide: Orphans,
          inject: [Nodes],
          useFactory: (nodes: Nodes) => new Orphans(database, nodes, keys.preimages, regression, clock),
        },
        {
          provide: InvoiceFacts,
          inject: [ChargeFinder, ChargeWriter, Delivery, Orphans, InternalTransfers],
          useFactory: (...[finder, writer, delivery, orphans, transfers]: FactsParts) =>
            new InvoiceFacts(database, finder, writer, delivery, { ...context, orphans, transfers }),
        },
        {
          provide: Sweeper,
          inject: [Charges, Delivery],
          useFactory: (charges: Charges, delivery: Delivery) => new Sweeper(database, charges, delivery, context),
        },
        {
          provide: Background,
          inject: [Nodes, Sweeper, Delivery, ChargeWriter, PayoutProgress],
          useFactory: (...parts: ConstructorParameters<typeof Background>) => new Background(...parts),
        },
      ],
    };
  }
}

export async function start(config: BillingConfig, deps: BillingDeps): Promise<RunningBilling> {
  await checkPreimageKeys(deps.database, deps.keys.preimages);
  const journal = new Journal({ ...deps.journal, clock: deps.clock, logger: deps.logger });
  const regression = new Regression(deps.database, journal, { config, clock: deps.clock, logger: deps.logger });
  await regression.begin();
  const context = await NestFactory.createApplicationContext(BillingModule.compose(config, deps, regression), {
    logger: false,
  });
  regression.start();
  return {
    service: billingService(deps.database, {
      finder: context.get(ChargeFinder),
      accounts: context.get(Accounts),
      charges: context.get(Charges),
      delivery: context.get(Delivery),
      facts: context.get(InvoiceFacts),
      ledger: context.get(LedgerDesk),
      desk: context.get(ChargeDesk),
      audit: context.get(AuditLog),
      payouts: context.get(Payouts),
      refunds: context.get(Refunds),
      paying: context.get(PayingNodes),
      payoutProgress: context.get(PayoutProgress),
      payoutStops: context.get(PayoutStops),
      payoutSchedules: context.get(PayoutSchedules),
      conditions: context.get(NodeConditions),
      receipts: context.get(Receipts),
      reconciliations: context.get(Reconciliations),
      reconciliationDesk: context.get(ReconciliationDesk),
      incidents: context.get(Incidents),
      checkpoints: context.get(Checkpoints),
      regression,
    }),
    health: [
      {
        name: 'billing database',
        check: async () => {
          await deps.database.query('SELECT 1');
          return undefined;
        },
      },
      { name: 'billing node', check: async () => context.get(Nodes).missing() },
      journal.health,
    ],
    async stop() {
      await context.close();
      await regression.stop();
    },
  };
}
