/** The rows of docs/faults.md that a simulator cannot vouch for, on real lnd. */
import { suiteFaults } from '#test/faults/fault-kit';
import { heightRows, holdRows, restartRows } from '#test/faults/purchases-on-both';

const kit = suiteFaults(() => ({ billing: { invoiceExpiryMs: 6_000 } }));

restartRows(kit);
holdRows(kit);
heightRows(kit);
