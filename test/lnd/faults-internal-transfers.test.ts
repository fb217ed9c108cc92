/** The rows of docs/faults.md about payouts to tasks of ours, on real lnd. */
import { internalTransferRows } from '#test/faults/internal-transfers-on-both';

internalTransferRows();
