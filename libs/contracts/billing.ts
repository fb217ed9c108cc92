import type { BillingDefinition } from './generated/botbazaar/billing/v1/Billing.js';
import type { ServiceOf } from './service.js';

export type Billing = ServiceOf<BillingDefinition>;

export type { ChargeReply__Output as ChargeReply } from './generated/botbazaar/billing/v1/ChargeReply.js';
export type { LedgerTransfer__Output as LedgerTransferMessage } from './generated/botbazaar/billing/v1/LedgerTransfer.js';
