/** The rows of docs/faults.md about payouts to tasks of ours, on real lnd. */
import { transferRows } from '#test/faults/transfers-on-both';

transferRows();
