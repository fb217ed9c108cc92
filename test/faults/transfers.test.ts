/** The rows of docs/faults.md about payouts to tasks of ours, on the simulator. */
import { transferRows } from './transfers-on-both.js';

transferRows();
