/** Where the earnings of an account go by themselves. */
import { type Static, Type } from 'typebox';
import type { PayoutScheduleMessage } from '../billing.js';
import { PayoutId } from './payout.js';
import { MsatText, Timestamp, timestamp } from './shared.js';

const frequencies = ['instant', 'hourly', 'daily'] as const;

const settings = {
  address: Type.String({
    minLength: 1,
    maxLength: 2_048,
    pattern: '^[^\\x00-\\x1f]*$',
    description: 'A Lightning address (`name@host`) or an LNURL-pay (`lnurl1…`, `lnurlp://…`).',
    examples: ['bot@wallet.example'],
  }),
  every: Type.Union(
    frequencies.map((frequency) => Type.Literal(frequency)),
    {
      description:
        'At most so often, counted from the last payout of the schedule: once a minute (`instant`), an hour or a day.',
    },
  ),
  thresholdMsat: Type.String({
    ...MsatText,
    description: 'Paid out when at least so much of the balance may leave, in millisatoshi: from 1 to 1,000,000 sat.',
  }),
  maxFeeMsat: Type.Optional(
    Type.String({
      ...MsatText,
      description:
        'The most that routing may cost, at most half of the threshold; without it 1 % and at least 5 sat, but no more than a tenth.',
    }),
  ),
};

export const NewPayoutSchedule = Type.Object(settings, {
  title: 'NewPayoutSchedule',
  additionalProperties: false,
  description: 'All that may leave of the balance is paid out to the address, less what is set aside for routing.',
});

export const PayoutSchedule = Type.Object(
  {
    ...settings,
    lastPayoutId: Type.Optional(PayoutId),
    lastError: Type.Optional(
      Type.Object(
        { code: Type.String(), at: Timestamp },
        { description: 'Why nothing was paid out when it was due; gone when a payout has succeeded.' },
      ),
    ),
    nextAt: Type.Optional(
      Type.String({ ...Timestamp, description: 'Not before then; without it as soon as the threshold is reached.' }),
    ),
  },
  { title: 'PayoutSchedule' },
);

export type PayoutSchedule = Static<typeof PayoutSchedule>;

export function payoutScheduleView(schedule: PayoutScheduleMessage): PayoutSchedule {
  const { address, every, thresholdMsat, feeLimitMsat, lastPayoutId, lastError, lastErrorAtMs, nextAtMs } = schedule;
  return {
    address,
    every: every as PayoutSchedule['every'],
    thresholdMsat,
    ...(feeLimitMsat !== '-1' && { maxFeeMsat: feeLimitMsat }),
    ...(lastPayoutId !== '' && { lastPayoutId }),
    ...(lastError !== '' && { lastError: { code: lastError, at: timestamp(lastErrorAtMs) } }),
    ...(nextAtMs !== '0' && { nextAt: timestamp(nextAtMs) }),
  };
}
