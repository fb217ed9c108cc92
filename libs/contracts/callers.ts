/**
 * Who may call what. Services do not trust the network: billing takes facts about invoices from settlement alone, captures
 * from dispatch alone, and so on. Both clients are held to this one table, in one process as apart.
 */
import type { Billing } from './billing.js';
import type { Dispatch } from './dispatch.js';
import type { Registry } from './registry.js';

export const serviceNames = ['gateway', 'registry', 'billing', 'dispatch', 'settlement'] as const;

export type ServiceName = (typeof serviceNames)[number];

/** The services that can be called, by their names. */
export interface Services {
  readonly registry: Registry;
  readonly billing: Billing;
  readonly dispatch: Dispatch;
}

type CallerTable<Service> = { readonly [Method in keyof Service]: readonly ServiceName[] };

const gateway = ['gateway'] as const;
const dispatch = ['dispatch'] as const;
const settlement = ['settlement'] as const;

export const callers: { readonly [Name in keyof Services]: CallerTable<Services[Name]> } = {
  registry: {
    createListing: gateway,
    updateListing: gateway,
    changeState: gateway,
    getService: gateway,
    searchServices: gateway,
    listOwn: gateway,
    getVersion: dispatch,
    reportOutcomes: dispatch,
  },
  billing: {
    createAccount: gateway,
    verifyCredential: gateway,
    getAccount: gateway,
    openCharge: gateway,
    getCharge: gateway,
    getTrialBalance: gateway,
    listLedgerAccounts: gateway,
    listEntries: gateway,
    listTransfers: gateway,
    checkIntegrity: gateway,
    listChargeEvents: gateway,
    listHolds: gateway,
    listNodes: gateway,
    listCharges: gateway,
    summarizeCharges: gateway,
    requestReconciliation: gateway,
    listReconciliations: gateway,
    getReconciliation: gateway,
    acceptDifference: gateway,
    listIncidents: gateway,
    closeIncident: gateway,
    beginAdminAction: gateway,
    endAdminAction: gateway,
    listAdminActions: gateway,
    createPayout: gateway,
    createRefund: gateway,
    getRefund: gateway,
    getPayout: gateway,
    listPayouts: gateway,
    getPayoutStory: gateway,
    setPayoutStop: gateway,
    listPayoutStops: gateway,
    setPayoutSchedule: gateway,
    getPayoutSchedule: gateway,
    deletePayoutSchedule: gateway,
    takeDueSchedules: gateway,
    reportScheduleRun: gateway,
    listRegressions: gateway,
    clearRegression: gateway,
    listPayoutWork: settlement,
    beginPayoutAttempt: settlement,
    reportPayout: settlement,
    reportInvoice: settlement,
    reportHeight: settlement,
    reportNode: settlement,
    reportInvoices: settlement,
    getCheckpoint: settlement,
    saveCheckpoint: settlement,
    listUnsettled: settlement,
    listReceipts: settlement,
    takeReconciliation: settlement,
    checkInvoices: settlement,
    reportHoldings: settlement,
    reportFinality: settlement,
    captureCharge: dispatch,
    cancelCharge: dispatch,
    getPayment: dispatch,
  },
  dispatch: {
    keepTask: gateway,
    dropTask: gateway,
    getTask: gateway,
    cancelTask: gateway,
    listWebhooks: gateway,
    replayWebhook: gateway,
    enableWebhook: gateway,
    completeAttempt: gateway,
    getTimeline: gateway,
    listTasks: gateway,
    retryTask: gateway,
    claimTask: gateway,
    renewLease: gateway,
    finishAttempt: gateway,
    releaseAttempt: gateway,
    awaitAnswer: gateway,
    provideInput: gateway,
    getPieces: gateway,
    fundTask: settlement,
    defundTask: settlement,
  },
};

/** False for a method that the table does not have. */
export function mayCall(caller: string, service: keyof Services, method: string): boolean {
  const table: Readonly<Record<string, readonly string[]>> = callers[service];
  return Object.hasOwn(table, method) && table[method]?.includes(caller) === true;
}
