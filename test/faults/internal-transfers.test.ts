/** The rows of docs/faults.md about payouts to tasks of ours, on the simulator. */
import { internalTransferRows } from './internal-transfers-on-both.js';

internalTransferRows();
