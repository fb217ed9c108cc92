/** Lightning nodes as admins read them. */
import { type Static, Type } from 'typebox';
import type { NodeConditionMessage } from '../billing.js';
import { CountText, MsatText, NodeKey, Timestamp, timestamp } from './shared.js';

const WatchedNode = Type.Object(
  {
    node: NodeKey,
    fit: Type.Boolean({ description: 'Whether it gets new charges.' }),
    reason: Type.Optional(Type.String({ description: 'Why it does not: a word of ours, such as `wallet_locked`.' })),
    since: Timestamp,
    reportedAt: Timestamp,
    height: Type.Integer({ description: 'Of the chain, as the node sees it.' }),
    followed: Type.Integer({ description: 'Invoices that settlement follows by a stream of their own.' }),
    streamsEnded: Type.Integer({
      description: 'How often the stream of all invoices has ended since settlement began to read it.',
    }),
    unsettled: CountText,
    holds: CountText,
    heldMsat: MsatText,
    inboundMsat: Type.Optional({
      ...MsatText,
      description:
        'What can arrive over its channels; a new charge goes where that is enough. Absent where it is not known.',
    }),
    pays: Type.Boolean({ description: 'Whether payouts may leave by it, as far as settlement can pay from there.' }),
  },
  { title: 'WatchedNode' },
);
type WatchedNode = Static<typeof WatchedNode>;

export const NodeList = Type.Object({ nodes: Type.Array(WatchedNode) }, { title: 'NodeList' });

export function nodeView({ unfit, sinceMs, reportedAtMs, inboundMsat, ...node }: NodeConditionMessage): WatchedNode {
  return {
    ...node,
    fit: unfit === '',
    ...(unfit !== '' && { reason: unfit }),
    ...(isKnown(inboundMsat) && { inboundMsat }),
    since: timestamp(sinceMs),
    reportedAt: timestamp(reportedAtMs),
  };
}

/** Of an amount that is -1 where nobody knows it. */
export function isKnown(msat: string): boolean {
  return !msat.startsWith('-');
}
