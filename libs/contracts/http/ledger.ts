/** The ledger as an admin reads it, and the story of one task. */
import { type Static, Type } from 'typebox';
import { CountText, Cursor, LongLimit, MsatText, NextCursor, SignedMsatText, TaskId, Timestamp } from './shared.js';
import { Task } from './task.js';

const Side = Type.Union([Type.Literal('debit'), Type.Literal('credit')]);

export const TrialBalance = Type.Object(
  {
    lines: Type.Array(
      Type.Object({
        code: Type.Integer({ description: 'Of the chart of accounts.' }),
        name: Type.String(),
        side: Side,
        accounts: CountText,
        debitsMsat: MsatText,
        creditsMsat: MsatText,
        balanceMsat: SignedMsatText,
      }),
    ),
    debitsMsat: MsatText,
    creditsMsat: MsatText,
    proven: Type.Array(Type.String(), { description: 'Identities that hold.' }),
    broken: Type.Array(Type.String(), {
      description: 'Identities that do not hold; empty unless the books are broken.',
    }),
    lastSeq: CountText,
  },
  { title: 'TrialBalance' },
);
export type TrialBalance = Static<typeof TrialBalance>;

const LedgerAccount = Type.Object(
  {
    id: CountText,
    code: Type.Integer(),
    name: Type.String(),
    owner: Type.String({ description: "An account's id where it is a customer's, else empty." }),
    side: Side,
    debitsMsat: MsatText,
    creditsMsat: MsatText,
    balanceMsat: SignedMsatText,
    entries: CountText,
  },
  { title: 'LedgerAccount' },
);

export const LedgerAccountList = Type.Object(
  { accounts: Type.Array(LedgerAccount), nextCursor: NextCursor },
  { title: 'LedgerAccountList' },
);

export const LedgerAccountQuery = Type.Object(
  {
    code: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_999 })),
    owner: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(LongLimit),
  },
  { additionalProperties: false },
);

export const EntryList = Type.Object(
  {
    account: LedgerAccount,
    entries: Type.Array(
      Type.Object({
        version: CountText,
        transferSeq: CountText,
        kind: Type.String(),
        ref: Type.String(),
        amountMsat: SignedMsatText,
        balanceAfterMsat: SignedMsatText,
        recordedAt: Timestamp,
      }),
    ),
    nextCursor: NextCursor,
  },
  { title: 'EntryList' },
);

export const Transfer = Type.Object(
  {
    seq: CountText,
    id: Type.String(),
    kind: Type.String(),
    ref: Type.String({ description: 'What the transfer is about: mostly a task.' }),
    effectiveAt: Timestamp,
    recordedAt: Timestamp,
    legs: Type.Array(
      Type.Object({
        account: CountText,
        code: Type.Integer(),
        name: Type.String(),
        owner: Type.String(),
        amountMsat: SignedMsatText,
        balanceAfterMsat: SignedMsatText,
      }),
      { description: 'Debit positive, credit negative; they sum to zero.' },
    ),
  },
  { title: 'Transfer' },
);
export type Transfer = Static<typeof Transfer>;

export const TransferList = Type.Object(
  { transfers: Type.Array(Transfer), nextCursor: NextCursor },
  { title: 'TransferList' },
);

export const TransferQuery = Type.Object(
  {
    ref: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'A task id.' })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(LongLimit),
  },
  { additionalProperties: false },
);

export const Integrity = Type.Object(
  {
    lastSeq: CountText,
    blocks: CountText,
    headHash: Type.String({ description: 'Hash of the last block in hex.' }),
    defects: Type.Array(Type.String(), { description: 'Empty when every block of the ledger is as it was written.' }),
  },
  { title: 'Integrity' },
);

export const TimelineEvent = Type.Object(
  {
    at: Timestamp,
    of: Type.Union([Type.Literal('task'), Type.Literal('charge'), Type.Literal('attempt'), Type.Literal('ledger')]),
    from: Type.String({ description: 'State before; empty for the first.' }),
    to: Type.String(),
    actor: Type.String(),
    reason: Type.String(),
    attempt: Type.Optional(Type.Integer()),
    transfer: Type.Optional(Transfer),
  },
  { title: 'TimelineEvent' },
);
export type TimelineEvent = Static<typeof TimelineEvent>;

export const Timeline = Type.Object(
  {
    taskId: TaskId,
    chargeId: Type.Optional(Type.String()),
    task: Type.Optional(Task),
    events: Type.Array(TimelineEvent, { description: 'Oldest first.' }),
  },
  { title: 'Timeline' },
);
export type Timeline = Static<typeof Timeline>;
