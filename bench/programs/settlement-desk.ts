/**
 * Loaded before the product's main file by `push-tasks`: plays settlement with the clients that settlement has there. `{book}` is
 * answered `{booked}`, and `{fund}` then `{funded}`. The clients show themselves with the first payment that is real.
 */
import { Reporter } from '#apps/settlement/report';
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import { type Pace, type Payments, settlementDesk } from '../settlement-desk.js';

interface Clients {
  readonly billing: Billing;
  readonly dispatch: Dispatch;
}

let clients: Clients | undefined;
const { report } = Reporter.prototype;
Reporter.prototype.report = function (this: Reporter, ...fact) {
  clients = this as unknown as Clients;
  return report.apply(this, fact);
};

const desk = settlementDesk(() => {
  if (clients === undefined) throw new Error('nothing has been paid yet');
  return clients;
});

async function answer({ book, fund }: { book?: Payments; fund?: Pace }): Promise<object | undefined> {
  if (fund !== undefined) return { funded: await desk.fund(fund) };
  if (book === undefined) return undefined;
  await desk.book(book);
  return { booked: book.payments.length };
}

process.on('message', (message: object) => {
  answer(message).then(
    (said) => said && process.send?.(said),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// The channel must not keep the product alive.
process.channel?.unref();
