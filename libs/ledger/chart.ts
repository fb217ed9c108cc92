/**
 * The chart of accounts. Amounts are millisatoshi; debit and credit are seen from the marketplace.
 *
 * The database has its own copy, which decides (`ledger.chart`, compared by a test); this one is for the code that names
 * accounts and for those who read them.
 */

export interface ChartLine {
  readonly code: number;
  readonly name: string;
  /** The side on which the account grows: D for assets and expenses, C for liabilities, equity and income. */
  readonly side: 'D' | 'C';
  /** May not cross zero on its side; Postgres refuses what would. */
  readonly limited: boolean;
  /** Whom one account of this line belongs to: the market (owner ''), a node (its pubkey in hex) or a bot's account (its uuid). */
  readonly per: 'market' | 'node' | 'account';
  /** Whether accounts of this line can be opened today; the others wait for the kinds of payment that need them. */
  readonly inUse: boolean;
  readonly meaning: string;
}

const line = (
  code: number,
  name: string,
  kind: `${'D' | 'C'} ${'limited' | 'free'} ${ChartLine['per']}${'' | ' in use'}`,
  meaning: string,
): ChartLine => {
  const [side, limit, per, use] = kind.split(' ');
  return {
    code,
    name,
    side: side as ChartLine['side'],
    limited: limit === 'limited',
    per: per as ChartLine['per'],
    inUse: use !== undefined,
    meaning,
  };
};

export const chart: readonly ChartLine[] = [
  line(
    1110,
    'Lightning channels',
    'D limited node in use',
    'our balance in channels, our outgoing HTLCs in flight included',
  ),
  line(1130, 'Lightning settling', 'D limited node in use', 'preimage released, HTLC not finally resolved'),
  line(1140, 'On-chain wallet', 'D limited node', 'confirmed'),
  line(1150, 'On-chain in transit', 'D limited node', 'opens, closes, sweeps, limbo'),
  line(
    1160,
    'Channel encumbrance',
    'D limited node',
    'commitment fee and anchors that the node subtracts from its balance',
  ),
  line(1190, 'Suspense', 'D free node', 'difference found by reconciliation; approved entries only'),
  line(1210, 'Receivable from account', 'D limited account', 'taken back, not covered by earnings'),
  line(2110, 'Account available', 'C limited account in use', 'can be spent; buyers and sellers alike'),
  line(2120, 'Account held', 'C limited account', 'reserved for tasks'),
  line(2130, 'Earnings in clearance', 'C limited account', "a seller's money inside the dispute window"),
  line(2140, 'Order escrow', 'C limited market in use', 'paid by ordinary invoice, not delivered yet'),
  line(2150, 'Disputed', 'C limited account', 'frozen'),
  line(2160, 'Refunds payable', 'C limited market in use', 'owed to payers without an account'),
  line(2210, 'Payouts in progress', 'C limited account in use', 'principal, fee cap and service fee'),
  line(2220, 'Payouts unknown', 'C limited account in use', 'outcome not known yet; aged'),
  line(2390, 'Unidentified receipts', 'C limited node in use', 'money that arrived and that nobody is owed yet'),
  line(3100, 'Owner capital', 'C free market', 'funding of the nodes'),
  line(3200, 'Retained earnings', 'C free market', 'profit of closed periods'),
  line(4110, 'Marketplace fee', 'C free market in use', 'our share of settled charges'),
  line(4120, 'Payout fee', 'C free market in use', 'our price for paying out: what the network took for it'),
  line(4130, 'Forwarding income', 'C free node', 'routing fees that others paid'),
  line(5110, 'Routing fees of payouts', 'D free node in use', 'paid to the network'),
  line(5120, 'Routing fees of rebalancing', 'D free node', 'paid to the network'),
  line(5130, 'On-chain fees', 'D free node', 'paid to miners'),
  line(5140, 'Dispute and goodwill loss', 'D free market', 'borne by the market'),
  line(5150, 'Rounding loss', 'D free node', 'fractions of a satoshi that the chain drops'),
  line(5160, 'HTLC loss', 'D free node in use', 'sellers paid though the hold was canceled under us'),
  line(
    9110,
    'Memo: accepted HTLCs',
    'D limited node in use',
    'locked for us, not ours: outside assets and liabilities',
  ),
  line(9210, 'Memo: obligation on accepted HTLCs', 'C limited node in use', 'the other side of 9110'),
];

/** The lines by the names that recipes use. */
export const codes = {
  channels: 1110,
  lightningSettling: 1130,
  available: 2110,
  escrow: 2140,
  refunds: 2160,
  payoutsInProgress: 2210,
  payoutsUnknown: 2220,
  unidentified: 2390,
  fee: 4110,
  payoutFee: 4120,
  routingFees: 5110,
  htlcLoss: 5160,
  memoAccepted: 9110,
  memoObligation: 9210,
} as const;

/** The owner of an account that belongs to the market itself. */
export const market = '';
