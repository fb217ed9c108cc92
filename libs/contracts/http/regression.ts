/** A database that was older than its nodes, as admins read of it. */
import { type Static, Type } from 'typebox';
import type { RegressionMessage } from '../billing.js';
import { CountText, Timestamp, timestamp } from './shared.js';

export const RegressionId = Type.String({ pattern: '^reg_[0-9a-f]{32}$' });

const Regression = Type.Object(
  {
    regressionId: RegressionId,
    reason: Type.String({ description: 'What was missing.' }),
    state: Type.Enum(['REPLAYING', 'COMPARING', 'ENDED'], {
      description:
        'REPLAYING: the journal is being taken once more, and nothing moves meanwhile. COMPARING: everything moves, and nothing is sold or paid out until each node was compared with the books.',
    }),
    foundAt: Timestamp,
    lines: CountText,
    waiting: Type.Integer({ description: 'Payouts that are not in the books again yet.' }),
    replayedAt: Type.Optional(Timestamp),
    endedAt: Type.Optional(Timestamp),
    endedBy: Type.Optional(Type.Enum(['billing', 'admin'])),
    endedReason: Type.Optional(Type.String()),
  },
  { title: 'Regression' },
);
type Regression = Static<typeof Regression>;

export const RegressionList = Type.Object({ regressions: Type.Array(Regression) }, { title: 'RegressionList' });

export const ClearedRegression = Type.Object({ regressionId: RegressionId }, { title: 'ClearedRegression' });

export function regressionView(message: RegressionMessage): Regression {
  const { replayedAtMs, endedAtMs, endedBy, endedReason } = message;
  return {
    regressionId: message.regressionId,
    reason: message.reason,
    state: message.state as Regression['state'],
    foundAt: timestamp(message.foundAtMs),
    lines: message.lines,
    waiting: message.waiting,
    ...(replayedAtMs !== '0' && { replayedAt: timestamp(replayedAtMs) }),
    ...(endedAtMs !== '0' && {
      endedAt: timestamp(endedAtMs),
      endedBy: endedBy as 'billing' | 'admin',
      endedReason,
    }),
  };
}
