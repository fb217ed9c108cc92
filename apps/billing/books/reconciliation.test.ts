import { describe, expect, it } from '@jest/globals';
import { type BooksSide, compare, lineNames, type NodeSide, stopsPayouts, verdictOf } from './reconciliation.js';

const node: NodeSide = {
  ...{ channelsMsat: 9_000n, outgoingMsat: 0n, incomingMsat: 0n, commitFeesMsat: 700n },
  ...{ openingMsat: 0n, closingMsat: 0n, walletMsat: 300n },
};
const books: BooksSide = {
  ...{ baselineMsat: 8_000n, channelsMsat: 2_000n, settlingMsat: 0n, pendingMsat: 0n, heldMsat: 0n },
};

describe('a node and its books', () => {
  it.each<[string, Partial<NodeSide>, Partial<BooksSide>, bigint]>([
    ['agree', {}, {}, 0n],
    ['agree when a held HTLC has come in', { incomingMsat: 50n }, { heldMsat: 50n }, 0n],
    [
      'agree while what was taken is still in flight',
      { incomingMsat: 50n },
      { settlingMsat: 50n, pendingMsat: 50n },
      0n,
    ],
    ['agree when it is resolved and not yet final in the books', { channelsMsat: 9_050n }, { settlingMsat: 50n }, 0n],
    ['agree when it is final', { channelsMsat: 9_050n }, { channelsMsat: 2_050n }, 0n],
    ['agree while a payout is on its way', { channelsMsat: 8_900n, outgoingMsat: 100n }, {}, 0n],
    ['agree when the payout has arrived', { channelsMsat: 8_900n }, { channelsMsat: 1_900n }, 0n],
    ['agree when an HTLC makes the commitment dearer', { channelsMsat: 8_957n, commitFeesMsat: 743n }, {}, 0n],
    ['agree while a channel opens', { walletMsat: 0n, openingMsat: 300n }, {}, 0n],
    ['agree while a channel closes', { channelsMsat: 0n, commitFeesMsat: 0n, closingMsat: 9_700n }, {}, 0n],
    ['differ by what somebody took', { channelsMsat: 8_999n }, {}, -1n],
    ['differ by what somebody sent', { channelsMsat: 9_001n }, {}, 1n],
    ['differ by a receipt that nobody booked', { channelsMsat: 9_050n }, {}, 50n],
    ['differ by a receipt that did not arrive', {}, { channelsMsat: 2_050n }, -50n],
  ])('%s', (_, nodeHas, booksHave, differenceMsat) => {
    const found = compare({ ...node, ...nodeHas }, { ...books, ...booksHave });
    expect(found.differenceMsat).toBe(differenceMsat);
    expect(found.lines.map(({ name }) => name)).toEqual(lineNames);
    // The parts of each side make up its sum.
    const sum = (of: 'nodeMsat' | 'booksMsat') =>
      found.lines.slice(0, 9).reduce((total, line) => total + (line[of] ?? 0n), 0n);
    const owned = found.lines.find(({ name }) => name === 'owned');
    expect([sum('nodeMsat'), sum('booksMsat')]).toEqual([owned?.nodeMsat, owned?.booksMsat]);
  });

  it('begin with what the node has beyond what the books have moved', () => {
    const found = compare(node, { ...books, baselineMsat: undefined, settlingMsat: 10n });
    expect(found.differenceMsat).toBe(0n);
    expect(found.lines.find(({ name }) => name === 'baseline')?.booksMsat).toBe(7_990n);
  });
});

it.each([
  [{ quiet: false, first: false, differenceMsat: -1n }, 'unsteady'],
  [{ quiet: false, first: true, differenceMsat: 0n }, 'unsteady'],
  [{ quiet: true, first: true, differenceMsat: 0n }, 'baseline'],
  [{ quiet: true, first: false, differenceMsat: 0n }, 'balanced'],
  [{ quiet: true, first: false, differenceMsat: 1n }, 'surplus'],
  [{ quiet: true, first: false, differenceMsat: -1n }, 'shortfall'],
] as const)('a run of %j is %s', (run, verdict) => {
  expect(verdictOf(run)).toBe(verdict);
});

const run = (differenceMsat: bigint) => ({
  verdict: verdictOf({ quiet: true, first: false, differenceMsat }),
  differenceMsat,
});

it.each([
  ['one run alone', run(-11n), undefined, false],
  ['a shortfall after a run that balanced', run(-11n), run(0n), false],
  ['a shortfall within the tolerance', run(-10n), run(-11n), false],
  ['a shortfall after one within the tolerance', run(-11n), run(-10n), false],
  ['the second shortfall beyond it', run(-11n), run(-11n), true],
  ['a surplus, however large', run(1_000n), run(1_000n), false],
  ['an unsteady run', { verdict: 'unsteady', differenceMsat: -11n } as const, run(-11n), false],
])('payouts: %s', (_, now, before, stops) => {
  expect(stopsPayouts(10n, now, before)).toBe(stops);
});
