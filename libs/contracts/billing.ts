import type { BillingDefinition } from './generated/botbazaar/billing/v1/Billing.js';
import type { ServiceOf } from './service.js';

export type Billing = ServiceOf<BillingDefinition>;

export type { AdminAction__Output as AdminActionMessage } from './generated/botbazaar/billing/v1/AdminAction.js';
export type { ChargeReply__Output as ChargeReply } from './generated/botbazaar/billing/v1/ChargeReply.js';
export type { Hold__Output as ListedHold } from './generated/botbazaar/billing/v1/Hold.js';
export type { Incident__Output as IncidentMessage } from './generated/botbazaar/billing/v1/Incident.js';
export type { LedgerTransfer__Output as LedgerTransferMessage } from './generated/botbazaar/billing/v1/LedgerTransfer.js';
export type { ListedCharge__Output as ListedChargeMessage } from './generated/botbazaar/billing/v1/ListedCharge.js';
export type { NodeCondition__Output as NodeConditionMessage } from './generated/botbazaar/billing/v1/NodeCondition.js';
export type { Payout__Output as PayoutMessage } from './generated/botbazaar/billing/v1/Payout.js';
export type { PayoutSchedule__Output as PayoutScheduleMessage } from './generated/botbazaar/billing/v1/PayoutSchedule.js';
export type { PayoutStory__Output as PayoutStoryMessage } from './generated/botbazaar/billing/v1/PayoutStory.js';
export type { Reconciliation__Output as ReconciliationMessage } from './generated/botbazaar/billing/v1/Reconciliation.js';
export type { ReconciliationFinding__Output as ReconciliationFindingMessage } from './generated/botbazaar/billing/v1/ReconciliationFinding.js';
export type { ReconciliationLine__Output as ReconciliationLineMessage } from './generated/botbazaar/billing/v1/ReconciliationLine.js';
export type { Regression__Output as RegressionMessage } from './generated/botbazaar/billing/v1/Regression.js';
