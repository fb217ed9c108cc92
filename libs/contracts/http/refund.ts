/** What is owed back of a task, and how it is paid out. */
import { type Static, Type } from 'typebox';
import { NewPayout, Payout } from './payout.js';
import { MsatText, TaskId } from './shared.js';

export const NewRefund = Type.Object(NewPayout.properties, {
  title: 'NewRefund',
  additionalProperties: false,
  description:
    'Either `invoice` or `address`. The refund bears what routing costs: an invoice about all that is owed leaves nothing for it. Without `amountMsat` an address, or an invoice that has no amount, gets all that is left, less what is kept for routing: `maxFeeMsat`, or without it 1 % and at least 5 sat, but no more than a tenth. What routing does not cost is left, and can be asked for again.',
});

export const TaskRefund = Type.Object(
  {
    taskId: TaskId,
    amountMsat: MsatText,
    leftMsat: Type.String({ description: 'What is neither paid out nor on its way.' }),
    payouts: Type.Array(Payout, { description: 'Newest first.' }),
  },
  { title: 'TaskRefund' },
);
export type TaskRefund = Static<typeof TaskRefund>;
