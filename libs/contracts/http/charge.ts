/** Charges as admins read them: what LND holds, all of them, and their sums. */
import { type Static, Type } from 'typebox';
import type { ListedChargeMessage, ListedHold } from '../billing.js';
import {
  AccountId,
  CountText,
  Cursor,
  Hash,
  LongLimit,
  MsatText,
  NextCursor,
  NodeKey,
  Slug,
  TaskId,
  Timestamp,
  timestamp,
} from './shared.js';

const chargeStates = [
  'CREATING',
  'OPEN',
  'TRANSFERRING',
  'HELD',
  'SETTLING',
  'SETTLED',
  'CANCELING',
  'CANCELED',
  'EXPIRED',
  'LOST',
  'REFUND_DUE',
  'REFUNDED',
] as const;

const ChargeId = Type.String({ pattern: '^chg_[0-9a-f]{32}$' });
const ChargeState = Type.Enum([...chargeStates]);
const Funding = Type.Enum(['hold', 'invoice']);
const payer = Type.String({
  pattern: '^([0-9a-f]{2})+$',
  description: 'Which client asked for the charge, as a hash of its address and program.',
});

const Hold = Type.Object(
  {
    chargeId: ChargeId,
    taskId: TaskId,
    state: Type.Enum(['HELD', 'SETTLING', 'CANCELING']),
    node: NodeKey,
    expiryHeight: Type.Integer({ description: 'Lowest height at which one of its HTLCs ends.' }),
    cancelHeight: Type.Integer({ description: 'Height at which we give it back, whatever the work does.' }),
    nodeHeight: Type.Optional(Type.Integer({ description: 'Of the chain, as the node has reported it last.' })),
    nodeHeightAt: Type.Optional(Timestamp),
    blocksToExpiry: Type.Optional(Type.Integer()),
    blocksToCancel: Type.Optional(Type.Integer()),
    minutesToDeadline: Type.Number({
      description:
        'Until `deadlineAt` or `cancelHeight`, whichever is expected first, with ten minutes for a block; below zero once it has passed.',
    }),
    minutesToExpiry: Type.Optional(Type.Number({ description: 'Estimated, with ten minutes for a block.' })),
    deadlineAt: Timestamp,
    heldAt: Timestamp,
    heldMsat: MsatText,
    priceMsat: MsatText,
    service: Slug,
    sellerAccountId: AccountId,
    payer,
    paymentHash: Hash,
  },
  { title: 'Hold' },
);
type Hold = Static<typeof Hold>;

export const HoldList = Type.Object({ holds: Type.Array(Hold), nextCursor: NextCursor }, { title: 'HoldList' });

export const HoldQuery = Type.Object(
  { node: Type.Optional(NodeKey), cursor: Type.Optional(Cursor), limit: Type.Optional(LongLimit) },
  { additionalProperties: false },
);

const Charge = Type.Object(
  {
    chargeId: ChargeId,
    taskId: TaskId,
    funding: Funding,
    state: ChargeState,
    ageSeconds: Type.Integer({ description: 'Since it was made.' }),
    stateSeconds: Type.Integer({ description: 'Since its last change.' }),
    priceMsat: MsatText,
    feeMsat: MsatText,
    paidMsat: Type.Optional(MsatText),
    service: Slug,
    sellerAccountId: AccountId,
    payer,
    paymentHash: Hash,
    node: NodeKey,
    createdAt: Timestamp,
    updatedAt: Timestamp,
    expiresAt: Type.Optional(Timestamp),
    heldAt: Type.Optional(Timestamp),
    deadlineAt: Type.Optional(Timestamp),
    closedAt: Type.Optional(Timestamp),
  },
  { title: 'Charge' },
);
type Charge = Static<typeof Charge>;

export const ChargeList = Type.Object({ charges: Type.Array(Charge), nextCursor: NextCursor }, { title: 'ChargeList' });

export const ChargeQuery = Type.Object(
  {
    state: Type.Optional(ChargeState),
    funding: Type.Optional(Funding),
    sellerAccountId: Type.Optional(AccountId),
    olderThanSeconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'Made at least so long ago.' }),
    ),
    order: Type.Optional(Type.Enum(['oldest', 'newest'], { default: 'oldest', description: 'Which come first.' })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(LongLimit),
  },
  { additionalProperties: false },
);

export const ChargeSummary = Type.Object(
  {
    lines: Type.Array(
      Type.Object({
        funding: Funding,
        state: ChargeState,
        count: CountText,
        priceMsat: MsatText,
        paidMsat: MsatText,
        oldestAt: Timestamp,
        oldestSeconds: Type.Integer({ description: 'Since the oldest of them was made.' }),
      }),
      { description: 'One for each funding and state that some charge has.' },
    ),
  },
  { title: 'ChargeSummary' },
);

const msPerMinute = 60_000;

export function holdView(hold: ListedHold): Hold {
  const { nodeHeight, expiryHeight, cancelHeight } = hold;
  const chain =
    nodeHeight === 0
      ? {}
      : {
          nodeHeight,
          nodeHeightAt: timestamp(hold.nodeHeightAtMs),
          blocksToExpiry: expiryHeight - nodeHeight,
          blocksToCancel: cancelHeight - nodeHeight,
          minutesToExpiry: minutes(hold.leftToExpiryMs),
        };
  return {
    chargeId: hold.chargeId,
    taskId: hold.taskId,
    state: hold.state as Hold['state'],
    node: hold.node,
    expiryHeight,
    cancelHeight,
    ...chain,
    minutesToDeadline: minutes(hold.leftToDeadlineMs),
    deadlineAt: timestamp(hold.deadlineAtMs),
    heldAt: timestamp(hold.heldAtMs),
    heldMsat: hold.heldMsat,
    priceMsat: hold.priceMsat,
    service: hold.serviceSlug,
    sellerAccountId: hold.sellerAccountId,
    payer: hold.clientKey.toString('hex'),
    paymentHash: hold.paymentHash.toString('hex'),
  };
}

function minutes(ms: string): number {
  return Math.round((Number(ms) / msPerMinute) * 100) / 100;
}

export function chargeView(charge: ListedChargeMessage, now: Date): Charge {
  const instant = (name: string, ms: string) => (ms === '0' ? {} : { [name]: timestamp(ms) });
  return {
    chargeId: charge.chargeId,
    taskId: charge.taskId,
    funding: charge.funding as Charge['funding'],
    state: charge.state as Charge['state'],
    ageSeconds: secondsSince(charge.createdAtMs, now),
    stateSeconds: secondsSince(charge.updatedAtMs, now),
    priceMsat: charge.priceMsat,
    feeMsat: charge.feeMsat,
    ...(charge.paidMsat === '0' ? {} : { paidMsat: charge.paidMsat }),
    service: charge.serviceSlug,
    sellerAccountId: charge.sellerAccountId,
    payer: charge.clientKey.toString('hex'),
    paymentHash: charge.paymentHash.toString('hex'),
    node: charge.node,
    createdAt: timestamp(charge.createdAtMs),
    updatedAt: timestamp(charge.updatedAtMs),
    ...instant('expiresAt', charge.expiresAtMs),
    ...instant('heldAt', charge.heldAtMs),
    ...instant('deadlineAt', charge.deadlineAtMs),
    ...instant('closedAt', charge.closedAtMs),
  };
}

export function secondsSince(ms: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Number(ms)) / 1_000));
}
