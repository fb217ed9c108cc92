/** What the schemas of the REST API share: how money, times and ids look in JSON. */
import { Type } from 'typebox';

/** Millisatoshi, always a decimal string, since JSON's numbers are not exact above 2^53. */
export const MsatText = Type.String({
  pattern: '^(0|[1-9][0-9]{0,18})$',
  description: 'Millisatoshi as a decimal string.',
  examples: ['1500'],
});

/** An amount of the ledger: positive and negative are told at the field. */
export const SignedMsatText = Type.String({
  pattern: '^(0|-?[1-9][0-9]{0,18})$',
  description: 'Millisatoshi as a decimal string, with a sign where it is negative.',
  examples: ['-1500'],
});

/** A count or a sequence number that may pass 2^53. */
export const CountText = Type.String({ pattern: '^[0-9]{1,19}$', description: 'A whole number as a decimal string.' });

export const Timestamp = Type.String({
  format: 'date-time',
  description: 'RFC 3339, UTC, milliseconds.',
  examples: ['2026-05-04T12:30:00.000Z'],
});

export const AccountId = Type.String({ pattern: '^acc_[0-9a-f]{32}$' });
export const ListingId = Type.String({ pattern: '^lst_[0-9a-f]{32}$' });
export const TaskId = Type.String({
  pattern: '^tsk_[0-9a-f]{32}$',
  examples: ['tsk_0196f0c1d2e37f4a8b5c6d7e8f901234'],
});

/** A Lightning node. */
export const NodeKey = Type.String({ pattern: '^0[23][0-9a-f]{64}$', description: 'Public key of a Lightning node.' });

export const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: '32 bytes in hex.' });

export const Slug = Type.String({
  pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$',
  description: 'The name of a service in its addresses: lower-case letters, digits and hyphens.',
  examples: ['text-analysis'],
});

export const Cursor = Type.String({
  minLength: 1,
  maxLength: 512,
  description: '`nextCursor` of the page before; without it the list begins.',
});

export const Limit = Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'Items of a page.' });

/** Of what only admins list. */
export const LongLimit = Type.Integer({ minimum: 1, maximum: 500, default: 50, description: 'Items of a page.' });

export const PageQuery = Type.Object(
  { cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) },
  { additionalProperties: false },
);

export const LongPageQuery = Type.Object(
  { cursor: Type.Optional(Cursor), limit: Type.Optional(LongLimit) },
  { additionalProperties: false },
);

/** Set when there are more. */
export const NextCursor = Type.Optional(Type.String({ description: 'Present when there is a further page.' }));

/** Of a list's answer: where it goes on, if it does. */
export function nextPage(cursor: string): { nextCursor?: string } {
  return cursor === '' ? {} : { nextCursor: cursor };
}

/** An instant of a message (milliseconds since 1970) as JSON has it. */
export function timestamp(ms: string): string {
  return new Date(Number(ms)).toISOString();
}
