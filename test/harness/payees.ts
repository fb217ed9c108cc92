/** Lightning addresses at a server on loopback, as LUD-16 has them: each asks its wallet for an invoice, or does what a test says. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** An invoice about that amount with that description hash. */
export type MakeInvoice = (amountMsat: bigint, descriptionHash: Buffer) => Promise<string>;

export interface Payee {
  readonly address: string;
  /** Amounts of the invoices that it was asked for, oldest first. */
  readonly asked: bigint[];
  /** False: it answers every request with an error, until this is true again. */
  answers: boolean;
}

const offerPath = '/.well-known/lnurlp/';
const payPath = '/pay/';

export class Payees {
  private readonly payees = new Map<string, { readonly payee: Payee; readonly make: MakeInvoice }>();

  constructor(private readonly host: () => string) {}

  /** An address of its own. */
  add(make: MakeInvoice): Payee {
    const name = `bot-${this.payees.size + 1}`;
    const payee: Payee = { address: `${name}@${this.host()}`, asked: [], answers: true };
    this.payees.set(name, { payee, make });
    return payee;
  }

  /** False for a request that is not to one of these. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname, searchParams } = new URL(request.url ?? '', `http://${this.host()}`);
    const path = [offerPath, payPath].find((prefix) => pathname.startsWith(prefix));
    const found = path && this.payees.get(pathname.slice(path.length));
    if (!found) return false;
    const { payee, make } = found;
    const name = pathname.slice(path.length);
    const metadata = JSON.stringify([['text/plain', name]]);
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (!payee.answers) {
      answer(500, { status: 'ERROR', reason: 'out of order' });
    } else if (path === offerPath) {
      const callback = `http://${this.host()}${payPath}${name}`;
      answer(200, { tag: 'payRequest', callback, metadata, minSendable: 1_000, maxSendable: 100_000_000_000 });
    } else {
      const amountMsat = BigInt(searchParams.get('amount') ?? '0');
      payee.asked.push(amountMsat);
      make(amountMsat, createHash('sha256').update(metadata).digest()).then(
        (pr) => answer(200, { pr, routes: [] }),
        (error) => response.destroy(error),
      );
    }
    return true;
  }
}
