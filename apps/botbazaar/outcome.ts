/** How a trade ended: what each has paid and earned, and the ledger's own words for it, read with the admin's token. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bought, NotBought, Supplied } from '../bots/events.js';
import type { Connection } from './connect-file.js';
import { ledgerLines, readTimeline, type TaskBooks } from './ledger-lines.js';
import { grouped, type Terminal } from './terminal.js';

/** How long the books may take after the buyer has its result. */
const booksWithinMs = 5_000;

export class Outcome {
  constructor(
    private readonly connection: Connection,
    private readonly terminal: Terminal,
  ) {}

  /** One purchase. */
  async show(end: Bought | NotBought): Promise<void> {
    const { terminal } = this;
    const { green, red } = terminal.paint;
    const taskId = taskOf(end);
    const books = await this.books(taskId, end.event === 'bought' ? 'SETTLED' : 'CANCELED');
    const spent = BigInt(end.balanceBeforeMsat) - BigInt(end.balanceAfterMsat);
    terminal.line();
    if (end.event === 'bought') {
      const rest = spent - BigInt(end.paidMsat);
      const route = rest === 0n ? '' : ` and ${grouped(rest)} for the route`;
      const shares = `the seller earned ${grouped(books.sellerEarnedMsat)}, the market keeps ${grouped(books.feeMsat)}`;
      terminal.line(`  ${green('✓')} the buyer paid ${grouped(end.paidMsat)} msat${route}, ${shares}`);
    } else if (end.walletWhole) {
      const whole = `the wallet still has ${grouped(end.balanceAfterMsat)} msat`;
      terminal.line(`  ${green('✓')} no result, and nothing paid: ${whole}`);
    } else {
      terminal.line(`  ${red('✗')} the wallet lacks ${grouped(spent)} msat`);
    }
    this.showBooks(taskId, books);
  }

  /** A purchase whose seller has bought from two others to serve it. */
  async showChain(end: Bought, supplies: readonly Supplied[]): Promise<void> {
    const { terminal } = this;
    const taskIds = [taskOf(end), ...supplies.map(({ boughtTaskId }) => boughtTaskId)];
    const books = await Promise.all(taskIds.map((taskId) => this.books(taskId, 'SETTLED')));
    const [earned = 0n, ...earnedBySuppliers] = books.map(({ sellerEarnedMsat }) => sellerEarnedMsat);
    const spent = supplies.reduce((sum, { paidMsat }) => sum + BigInt(paidMsat), 0n);
    const fees = books.reduce((sum, { feeMsat }) => sum + feeMsat, 0n);
    const shares = ['reader', 'analyst'].map((who, at) => `the ${who} earned ${grouped(earnedBySuppliers[at] ?? 0n)}`);
    terminal.line();
    terminal.line(
      `  ${terminal.paint.green('✓')} the customer paid ${grouped(end.paidMsat)} msat for the work of three`,
    );
    terminal.line(
      `    the researcher earned ${grouped(earned)} and spent ${grouped(spent)}: ${grouped(earned - spent)} are its own`,
    );
    terminal.line(`    ${shares.join(', ')}, the market keeps ${grouped(fees)}`);
    [end, ...supplies].forEach(({ service }, at) => {
      const task = books[at];
      if (task) this.showBooks(`${service}, ${taskIds[at]}`, task);
    });
  }

  private showBooks(task: string, books: TaskBooks): void {
    const { line, clip, paint } = this.terminal;
    line(paint.dim(`    the books of ${task}, msat`));
    for (const text of ledgerLines(books)) line(clip(`    ${text}`));
  }

  /** As they are when the charge has come to that state, and what was paid is the market's for good. */
  private async books(taskId: string, final: 'SETTLED' | 'CANCELED'): Promise<TaskBooks> {
    const adminToken = (await readFile(this.connection.adminTokenFile, 'utf8')).trim();
    const read = () => readTimeline(this.connection.baseUrl, adminToken, taskId);
    let books = await read();
    for (let waited = 0; !isOver(books, final) && waited < booksWithinMs; waited += 50) {
      await pause(50);
      books = await read();
    }
    return books;
  }
}

/** SETTLED is LND's word that it has the preimage; the receipt is resolved when the payer cannot get its money back any more. */
function isOver({ chargeStates, transfers }: TaskBooks, final: 'SETTLED' | 'CANCELED'): boolean {
  if (!chargeStates.includes(final)) return false;
  return final === 'CANCELED' || transfers.some(({ kind }) => kind === 'receipt_resolved');
}

function taskOf({ taskId }: Bought | NotBought): string {
  if (taskId === undefined) throw new Error('the buyer was not told which task it bought');
  return taskId;
}
