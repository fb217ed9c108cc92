/** Nodes compared with the books, and incidents, as admins read them. */
import { type Static, Type } from 'typebox';
import type {
  IncidentMessage,
  ReconciliationFindingMessage,
  ReconciliationLineMessage,
  ReconciliationMessage,
} from '../billing.js';
import {
  Cursor,
  Hash,
  LongLimit,
  MsatText,
  NextCursor,
  NodeKey,
  SignedMsatText,
  Timestamp,
  timestamp,
} from './shared.js';

export const ReconciliationId = Type.String({ pattern: '^rec_[0-9a-f]{32}$' });
export const IncidentId = Type.String({ pattern: '^inc_[0-9a-f]{32}$' });

const summary = {
  reconciliationId: ReconciliationId,
  node: NodeKey,
  state: Type.Enum(['REQUESTED', 'DONE']),
  requestedBy: Type.Enum(['schedule', 'admin']),
  requestedAt: Timestamp,
  finishedAt: Type.Optional(Timestamp),
  verdict: Type.Optional(
    Type.Enum(['baseline', 'balanced', 'unsteady', 'surplus', 'shortfall'], {
      description:
        'baseline: the first one, which notes what the node had. unsteady: money moved all the time, so that a difference would prove nothing.',
    }),
  ),
  differenceMsat: Type.Optional(SignedMsatText),
  blockHeight: Type.Optional(Type.Integer()),
  invoices: Type.Integer({ description: 'How many of its newest invoices were looked for among the charges.' }),
  findings: Type.Integer(),
};

const Reconciliation = Type.Object(summary, { title: 'Reconciliation' });
type Reconciliation = Static<typeof Reconciliation>;

const Line = Type.Object(
  {
    name: Type.String({ examples: ['channels'] }),
    nodeMsat: Type.Optional(SignedMsatText),
    booksMsat: Type.Optional(SignedMsatText),
  },
  { description: 'What one side has; `owned` is the sum of each, and they are compared.' },
);
type Line = Static<typeof Line>;

const Finding = Type.Object({
  n: Type.Integer(),
  kind: Type.Enum(['invoice_without_charge', 'charge_without_invoice', 'settled_not_booked', 'htlc_without_charge']),
  paymentHash: Hash,
  chargeId: Type.Optional(Type.String({ pattern: '^chg_[0-9a-f]{32}$' })),
  amountMsat: MsatText,
});
type Finding = Static<typeof Finding>;

export const ReconciliationReport = Type.Object(
  { ...summary, lines: Type.Array(Line), found: Type.Array(Finding), nextCursor: NextCursor },
  { title: 'ReconciliationReport' },
);

export const ReconciliationList = Type.Object(
  { reconciliations: Type.Array(Reconciliation), nextCursor: NextCursor },
  { title: 'ReconciliationList' },
);

export const ReconciliationQuery = Type.Object(
  { node: Type.Optional(NodeKey), cursor: Type.Optional(Cursor), limit: Type.Optional(LongLimit) },
  { additionalProperties: false },
);

export const RequestedReconciliations = Type.Object(
  { reconciliationIds: Type.Array(ReconciliationId) },
  { title: 'RequestedReconciliations' },
);

export const AcceptedDifference = Type.Object(
  { reconciliationId: ReconciliationId, differenceMsat: SignedMsatText },
  { title: 'AcceptedDifference' },
);

const Incident = Type.Object(
  {
    incidentId: IncidentId,
    kind: Type.Enum(['htlc_lost', 'shortfall', 'surplus']),
    node: NodeKey,
    subject: Type.String({ description: 'What it is about: `node`, or a payment hash.' }),
    detail: Type.String(),
    openedAt: Timestamp,
    closedAt: Type.Optional(Timestamp),
    closedReason: Type.Optional(Type.String()),
  },
  { title: 'Incident' },
);
type Incident = Static<typeof Incident>;

export const IncidentList = Type.Object(
  { incidents: Type.Array(Incident), nextCursor: NextCursor },
  { title: 'IncidentList' },
);

export const IncidentQuery = Type.Object(
  {
    open: Type.Optional(Type.Boolean({ default: false, description: 'Only those that are open.' })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(LongLimit),
  },
  { additionalProperties: false },
);

export const ClosedIncident = Type.Object({ incidentId: IncidentId }, { title: 'ClosedIncident' });

export function reconciliationView(run: ReconciliationMessage): Reconciliation {
  const done =
    run.state === 'DONE'
      ? {
          finishedAt: timestamp(run.finishedAtMs),
          verdict: run.verdict as NonNullable<Reconciliation['verdict']>,
          differenceMsat: run.differenceMsat,
          blockHeight: run.blockHeight,
        }
      : {};
  return {
    reconciliationId: run.reconciliationId,
    node: run.node,
    state: run.state as Reconciliation['state'],
    requestedBy: run.requestedBy as Reconciliation['requestedBy'],
    requestedAt: timestamp(run.requestedAtMs),
    ...done,
    invoices: run.invoices,
    findings: run.findings,
  };
}

export function lineView({ name, ofNode, ofBooks, nodeMsat, booksMsat }: ReconciliationLineMessage): Line {
  return { name, ...(ofNode && { nodeMsat }), ...(ofBooks && { booksMsat }) };
}

export function findingView({ n, kind, paymentHash, chargeId, amountMsat }: ReconciliationFindingMessage): Finding {
  return {
    n,
    kind: kind as Finding['kind'],
    paymentHash: paymentHash.toString('hex'),
    ...(chargeId !== '' && { chargeId }),
    amountMsat,
  };
}

export function incidentView(incident: IncidentMessage): Incident {
  const { incidentId, kind, node, subject, detail, openedAtMs, closedAtMs, closedReason } = incident;
  return {
    ...{ incidentId, kind: kind as Incident['kind'], node, subject, detail, openedAt: timestamp(openedAtMs) },
    ...(closedAtMs !== '0' && { closedAt: timestamp(closedAtMs), closedReason }),
  };
}
