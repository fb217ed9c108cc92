/** What admins read and write of billing, in memory. */
import type { AdminActionMessage, Billing } from '#contracts/billing';
import { newId } from '#kernel/ids';

const node = `02${'ab'.repeat(32)}`;
const otherNode = `03${'cd'.repeat(32)}`;
const watched = { sinceMs: '1767225500000', reportedAtMs: '1767225600000', followed: 2, streamsEnded: 1 };
const charge = {
  chargeId: newId('charge'),
  taskId: newId('task'),
  node,
  serviceSlug: 'echo',
  sellerAccountId: newId('account'),
  clientKey: Buffer.alloc(32, 1),
  paymentHash: Buffer.alloc(32, 2),
  priceMsat: '1500',
  heldAtMs: '1767225600000',
  deadlineAtMs: '1767225620000',
};

const reconciliation = {
  ...{ reconciliationId: newId('reconciliation'), node, state: 'DONE', requestedBy: 'schedule', verdict: 'shortfall' },
  ...{ requestedAtMs: '1767225600000', finishedAtMs: '1767225601000', differenceMsat: '-1', blockHeight: 800 },
  ...{ invoices: 3, findings: 2 },
};
const waiting = { state: 'REQUESTED', requestedBy: 'admin', verdict: '', finishedAtMs: '0', differenceMsat: '0' };
const incident = {
  ...{ incidentId: newId('incident'), kind: 'shortfall', node, subject: 'node', detail: '-1 msat against the books' },
  ...{ openedAtMs: '1767225601000', closedAtMs: '0', closedReason: '' },
};

const regression = {
  ...{ regressionId: newId('regression'), reason: 'a payout is not in the database any more', state: 'ENDED' },
  ...{ foundAtMs: '1767225600000', lines: '7', waiting: 0, replayedAtMs: '1767225601000' },
  ...{ endedAtMs: '1767225602000', endedBy: 'admin', endedReason: 'looked at' },
};

export class FakeAdmin {
  readonly actions: AdminActionMessage[] = [];
  failure: Error | undefined;
  endFailure: Error | undefined;

  readonly service = {
    listHolds: async () => ({
      holds: [
        {
          ...charge,
          state: 'HELD',
          heldMsat: '1500',
          expiryHeight: 840,
          cancelHeight: 810,
          nodeHeight: 800,
          nodeHeightAtMs: '1767225600000',
          leftToDeadlineMs: '-15000',
          leftToExpiryMs: '24000000',
        },
      ],
      nextCursor: '',
    }),
    listRegressions: async () => ({
      regressions: [
        { ...regression, state: 'REPLAYING', replayedAtMs: '0', endedAtMs: '0', endedBy: '', endedReason: '' },
        regression,
      ],
    }),
    clearRegression: async () => ({}),
    requestReconciliation: async () => ({ reconciliationIds: [reconciliation.reconciliationId] }),
    listReconciliations: async () => ({
      reconciliations: [reconciliation, { ...reconciliation, ...waiting }],
      nextCursor: '',
    }),
    getReconciliation: async () => ({
      reconciliation,
      lines: [
        { name: 'channels', ofNode: true, ofBooks: false, nodeMsat: '4999', booksMsat: '0' },
        { name: 'owned', ofNode: true, ofBooks: true, nodeMsat: '4999', booksMsat: '5000' },
      ],
      findings: [
        { n: 1, kind: 'invoice_without_charge', paymentHash: Buffer.alloc(32, 3), chargeId: '', amountMsat: '7' },
        {
          n: 2,
          kind: 'settled_not_booked',
          paymentHash: charge.paymentHash,
          chargeId: charge.chargeId,
          amountMsat: '1',
        },
      ],
      nextCursor: '',
    }),
    acceptDifference: async () => ({ differenceMsat: '-1' }),
    listIncidents: async () => ({
      incidents: [incident, { ...incident, closedAtMs: '1767225700000', closedReason: 'it was us' }],
      nextCursor: '',
    }),
    closeIncident: async () => ({}),
    listNodes: async () => ({
      nodes: [
        {
          node,
          unfit: '',
          ...watched,
          height: 800,
          unsettled: '3',
          holds: '1',
          heldMsat: '1500',
          inboundMsat: '900000',
          pays: true,
        },
        {
          node: otherNode,
          unfit: 'wallet_locked',
          ...watched,
          height: 799,
          unsettled: '0',
          holds: '0',
          heldMsat: '0',
          inboundMsat: '-1',
          pays: false,
        },
      ],
    }),
    listCharges: async () => ({
      charges: [
        {
          ...charge,
          funding: 'hold',
          state: 'HELD',
          feeMsat: '45',
          paidMsat: '1500',
          createdAtMs: '1767225590000',
          updatedAtMs: '1767225600000',
          expiresAtMs: '1767226190000',
          closedAtMs: '0',
        },
      ],
      nextCursor: '',
    }),
    summarizeCharges: async () => ({
      lines: [
        {
          funding: 'hold',
          state: 'HELD',
          count: '1',
          priceMsat: '1500',
          paidMsat: '1500',
          oldestAtMs: '1767225590000',
        },
      ],
    }),
    beginAdminAction: async (request) => {
      if (this.failure) throw this.failure;
      const n = String(this.actions.length + 1);
      const open = { outcome: 'unknown', status: 0, code: '', endedAtMs: '0' };
      this.actions.push({ ...request, n, atMs: '1767225600000', ...open });
      return {};
    },
    endAdminAction: async ({ actionId, ...outcome }) => {
      if (this.endFailure) throw this.endFailure;
      const index = this.actions.findIndex((action) => action.actionId === actionId);
      const action = this.actions[index];
      if (action) this.actions[index] = { ...action, ...outcome, endedAtMs: '1767225601000' };
      return {};
    },
    listAdminActions: async () => ({ actions: [...this.actions].reverse(), nextCursor: '' }),
  } satisfies Partial<Billing>;
}
