/**
 * Which calls may be made again when their answer was lost with the replica that worked on them: those whose second time has
 * no effect of its own and the same answer, or one that its caller takes for the same. The others fail with `unavailable`,
 * and whoever asked for them decides.
 */
import type { Services } from './callers.js';

type RepeatTable<Service> = { readonly [Method in keyof Service]: boolean };

const repeatable: { readonly [Name in keyof Services]: RepeatTable<Services[Name]> } = {
  registry: {
    // The slug would be found taken, a version would be written twice, and a state that was reached is refused.
    createListing: false,
    updateListing: false,
    changeState: false,
    getService: true,
    searchServices: true,
    listOwn: true,
    getVersion: true,
    reportOutcomes: true,
  },
  billing: {
    // Each makes another account.
    createAccount: false,
    verifyCredential: true,
    getAccount: true,
    // Found again by its reuse key.
    openCharge: true,
    getCharge: true,
    getTrialBalance: true,
    listLedgerAccounts: true,
    listEntries: true,
    listTransfers: true,
    checkIntegrity: true,
    listChargeEvents: true,
    listHolds: true,
    listNodes: true,
    listCharges: true,
    summarizeCharges: true,
    beginAdminAction: true,
    endAdminAction: true,
    listAdminActions: true,
    // Found again by its Idempotency-Key.
    createPayout: true,
    createRefund: true,
    getRefund: true,
    getPayout: true,
    listPayouts: true,
    getPayoutStory: true,
    setPayoutStop: true,
    listPayoutStops: true,
    setPayoutSchedule: true,
    getPayoutSchedule: true,
    deletePayoutSchedule: true,
    // A second one takes others, and those of the first wait until its lease is over.
    takeDueSchedules: false,
    reportScheduleRun: true,
    listPayoutWork: true,
    // A second one is not granted while the first one's permit is good: whoever has lost it waits.
    beginPayoutAttempt: true,
    reportPayout: true,
    reportInvoice: true,
    reportHeight: true,
    reportNode: true,
    reportInvoices: true,
    getCheckpoint: true,
    saveCheckpoint: true,
    listUnsettled: true,
    listReceipts: true,
    takeReconciliation: true,
    checkInvoices: true,
    reportHoldings: true,
    requestReconciliation: true,
    listReconciliations: true,
    getReconciliation: true,
    // What was accepted is no difference any more, and the second call would be told so.
    acceptDifference: false,
    listIncidents: true,
    closeIncident: true,
    listRegressions: true,
    clearRegression: true,
    reportFinality: true,
    captureCharge: true,
    cancelCharge: true,
    getPayment: true,
  },
  dispatch: {
    keepTask: true,
    dropTask: true,
    getTask: true,
    cancelTask: true,
    completeAttempt: true,
    getTimeline: true,
    listTasks: true,
    // An attempt is ended by its number or because it is lost, so a second time finds nothing more to end.
    retryTask: true,
    // A second one takes a second task, and nobody works on the first.
    claimTask: false,
    renewLease: true,
    // The same output again gets the same answer; a failure that was taken is answered `task_not_running`.
    finishAttempt: true,
    releaseAttempt: true,
    awaitAnswer: true,
    provideInput: true,
    getPieces: true,
    listWebhooks: true,
    // It would be sent twice, and counted twice.
    replayWebhook: false,
    enableWebhook: true,
    fundTask: true,
    defundTask: true,
  },
};

/** False for a method that the table does not have. */
export function mayRepeat(service: keyof Services, method: string): boolean {
  const table: Readonly<Record<string, boolean>> = repeatable[service];
  return Object.hasOwn(table, method) && table[method] === true;
}
