/** The rows of docs/faults.md about payouts, on real lnd. */
import { suitePayouts } from '#test/faults/payout-kit';
import { payoutRows } from '#test/faults/payouts-on-both';

payoutRows(suitePayouts());
