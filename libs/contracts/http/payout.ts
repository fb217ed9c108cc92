/** Payouts over Lightning, as their accounts and as admins read them. */
import { type Static, Type } from 'typebox';
import type { PayoutMessage, PayoutStoryMessage } from '../billing.js';
import {
  AccountId,
  CountText,
  Cursor,
  Hash,
  Limit,
  LongLimit,
  MsatText,
  NextCursor,
  NodeKey,
  Timestamp,
  timestamp,
} from './shared.js';

export const PayoutId = Type.String({
  pattern: '^pay_[0-9a-f]{32}$',
  examples: ['pay_0196f0c1d2e37f4a8b5c6d7e8f901234'],
});

const states = ['RESERVED', 'SENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED'] as const;
const PayoutState = Type.Union(
  states.map((state) => Type.Literal(state)),
  {
    description:
      'RESERVED: the money is set aside. SENDING: under way. UNKNOWN: the node has not said for a while what became of it, and the money stays set aside until it does. SUCCEEDED, FAILED: over.',
  },
);

export const NewPayout = Type.Object(
  {
    invoice: Type.Optional(
      Type.String({ minLength: 1, maxLength: 8_192, description: 'A BOLT11 invoice, with or without an amount.' }),
    ),
    address: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_048,
        description:
          'Instead of an invoice: a Lightning address (`name@host`) or an LNURL-pay (`lnurl1…`, `lnurlp://…`).',
      }),
    ),
    amountMsat: Type.Optional(MsatText),
    maxFeeMsat: Type.Optional(MsatText),
  },
  {
    title: 'NewPayout',
    additionalProperties: false,
    description:
      'Either `invoice` or `address`. `amountMsat` is needed with an address, and where the invoice has no amount; else, if it is given, it must be that of the invoice. `maxFeeMsat` is the most that routing may cost; without it 1 %, and at least 5 sat. It is set aside with the amount, and what is not used comes back.',
  },
);

const common = {
  payoutId: PayoutId,
  state: PayoutState,
  amountMsat: MsatText,
  feeLimitMsat: MsatText,
  feeMsat: Type.Optional(Type.String({ description: 'What routing has cost, when it has succeeded.' })),
  destination: NodeKey,
  paymentHash: Hash,
  failure: Type.Optional(Type.String({ description: 'Why it has failed, in the words of the node.' })),
  attempts: Type.Integer(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  closedAt: Type.Optional(Timestamp),
};

export const Payout = Type.Object(
  {
    ...common,
    invoice: Type.String(),
    preimage: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: 'The proof of payment: its sha256 is `paymentHash`.' }),
    ),
  },
  { title: 'Payout' },
);
export type Payout = Static<typeof Payout>;

export const PayoutList = Type.Object({ payouts: Type.Array(Payout), nextCursor: NextCursor }, { title: 'PayoutList' });

export const PayoutParams = Type.Object({ payoutId: PayoutId });

export const PayoutQuery = Type.Object(
  { state: Type.Optional(PayoutState), cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) },
  { additionalProperties: false },
);

const ListedPayout = Type.Object({ ...common, accountId: AccountId, node: NodeKey });

export const AdminPayoutList = Type.Object(
  { payouts: Type.Array(ListedPayout), nextCursor: NextCursor },
  { title: 'AdminPayoutList' },
);

export const PayoutStory = Type.Object(
  {
    payout: ListedPayout,
    events: Type.Array(
      Type.Object({
        from: Type.Optional(Type.String()),
        to: Type.String(),
        actor: Type.String(),
        reason: Type.String(),
        transferSeq: Type.Optional(CountText),
        at: Timestamp,
      }),
      { description: 'Every change of its state, oldest first, with the transfer that it caused.' },
    ),
    attempts: Type.Array(
      Type.Object({ begunAt: Timestamp, permitUntil: Timestamp, usedAt: Type.Optional(Timestamp) }),
      { description: 'Permits to send, oldest first; `usedAt` is the moment before the send.' },
    ),
  },
  { title: 'PayoutStory' },
);

export const AdminPayoutQuery = Type.Object(
  { state: Type.Optional(PayoutState), cursor: Type.Optional(Cursor), limit: Type.Optional(LongLimit) },
  { additionalProperties: false },
);

const Reason = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\x00-\\x1f]*$',
  description: 'Why, for the audit log.',
});

export const PayoutStopChange = Type.Object(
  { reason: Reason, node: Type.Optional(NodeKey) },
  { title: 'PayoutStopChange', additionalProperties: false, description: 'Without `node`: everywhere.' },
);

export const PayoutStopList = Type.Object(
  {
    stops: Type.Array(
      Type.Object({
        node: Type.Optional(NodeKey),
        actor: Type.String(),
        reason: Type.String(),
        at: Timestamp,
      }),
      { description: 'While there is one without `node`, nothing is paid out at all.' },
    ),
  },
  { title: 'PayoutStopList' },
);

function commonView(payout: PayoutMessage) {
  return {
    payoutId: payout.payoutId,
    state: payout.state as Payout['state'],
    amountMsat: payout.amountMsat,
    feeLimitMsat: payout.feeLimitMsat,
    ...(payout.state === 'SUCCEEDED' && { feeMsat: payout.feeMsat }),
    destination: payout.destination,
    paymentHash: payout.paymentHash.toString('hex'),
    ...(payout.failure !== '' && { failure: payout.failure }),
    attempts: payout.attempts,
    createdAt: timestamp(payout.createdAtMs),
    updatedAt: timestamp(payout.updatedAtMs),
    ...(payout.closedAtMs !== '0' && { closedAt: timestamp(payout.closedAtMs) }),
  };
}

/** For its owner, with the proof. */
export function payoutView(payout: PayoutMessage): Payout {
  return {
    ...commonView(payout),
    invoice: payout.paymentRequest,
    ...(payout.preimage.length > 0 && { preimage: payout.preimage.toString('hex') }),
  };
}

/** For admins, who see no proofs. */
export function listedPayoutView(payout: PayoutMessage): Static<typeof ListedPayout> {
  return { ...commonView(payout), accountId: payout.accountId, node: payout.node };
}

export function payoutStoryView({
  payout,
  events,
  attempts,
}: PayoutStoryMessage): Static<typeof PayoutStory> | undefined {
  if (!payout) return undefined;
  return {
    payout: listedPayoutView(payout),
    events: events.map((event) => ({
      ...(event.fromState !== '' && { from: event.fromState }),
      to: event.toState,
      actor: event.actor,
      reason: event.reason,
      ...(event.transferSeq !== '0' && { transferSeq: event.transferSeq }),
      at: timestamp(event.atMs),
    })),
    attempts: attempts.map((attempt) => ({
      begunAt: timestamp(attempt.begunAtMs),
      permitUntil: timestamp(attempt.permitUntilMs),
      ...(attempt.usedAtMs !== '0' && { usedAt: timestamp(attempt.usedAtMs) }),
    })),
  };
}
