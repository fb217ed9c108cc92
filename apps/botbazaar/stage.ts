/** What the bots of one trade do, a line each: when, who, what. */
import type { BotEvent, BuyerStep, SellerReady } from '../bots/events.js';
import { outputLines } from './output-lines.js';
import { grouped, type Terminal } from './terminal.js';

/** Room for the time and the name of who acts. */
const margin = ' '.repeat(19);

export class Stage {
  private startedAtMs: number | undefined;
  private live = false;

  constructor(private readonly terminal: Terminal) {}

  /** From now on lines carry the time of day instead of the time since the first of them. */
  goLive(): void {
    this.live = true;
  }

  show(event: BotEvent): void {
    const said = words(event);
    if (said === undefined) return;
    const { clip, line, paint } = this.terminal;
    const [who, what, ...more] = said;
    const name = (who === 'buyer' ? paint.cyan : paint.yellow)(who.padEnd(6));
    line(clip(`${paint.dim(this.time(event.atMs))}  ${name}  ${what}`));
    for (const text of more) line(clip(`${margin}${text}`));
  }

  private time(atMs: number): string {
    if (this.live) return ` ${new Date(atMs).toTimeString().slice(0, 8)}`;
    this.startedAtMs ??= atMs;
    return `${String(atMs - this.startedAtMs).padStart(6)} ms`;
  }
}

type Said = readonly [who: 'buyer' | 'seller', what: string, ...more: string[]];

function words(event: BotEvent): Said | undefined {
  switch (event.event) {
    case 'ready':
      return ['seller', `offers ${event.service} for ${grouped(event.priceMsat)} msat${placeOf(event)}`];
    case 'work':
      return ['seller', event.attempt === 1 ? 'gets the task and works' : `gets it again: attempt ${event.attempt}`];
    case 'sold':
      return ['seller', `delivers after ${event.workMs} ms of work`];
    case 'work-failed':
      return ['seller', `${event.refused ? 'gives up' : 'fails'}: ${event.message}`];
    case 'earned':
      return ['seller', `has earned ${grouped(event.earnedMsat)} msat and now owns ${grouped(event.balanceMsat)} msat`];
    case 'step':
      return ['buyer', stepWords(event)];
    case 'bought':
      return ['buyer', 'has the result:', ...outputLines(event.output)];
    case 'not-bought':
      return ['buyer', `has no result: ${event.message}`];
    case 'error':
      return undefined;
  }
}

function placeOf({ url }: SellerReady): string {
  return url === undefined ? ', without an address' : ` at ${new URL(url).host}`;
}

function stepWords(step: BuyerStep): string {
  const amount = step.amountMsat === undefined ? '' : ` ${grouped(step.amountMsat)} msat`;
  switch (step.name) {
    case 'search':
      return `looks for "${step.detail}"`;
    case 'found':
      return `finds ${step.detail} (${amount.trim()})`;
    case 'request':
      return `sends ${step.detail}`;
    case '402':
      return `gets 402 Payment Required: an invoice of${amount}`;
    case 'paying':
      return `pays${amount} from its own wallet: held, not taken`;
    case 'paid':
      return 'gets the preimage: delivered, and only now paid';
    case 'waiting':
      return `waits ${step.detail}`;
    case 'answer':
      return `is answered ${step.detail}`;
  }
}
