/** What the bots do, a line each: when, who, what. */
import type { BotEvent, BuyerStep, SellerReady } from '../bots/events.js';
import type { BotName } from './bot-process.js';
import { outputLines } from './output-lines.js';
import { grouped, type Terminal } from './terminal.js';

/** Which bots play in an act, and what they are called there. */
export type Cast = Partial<Record<BotName, string>>;

/** The last one of a terminal's usual 80 stays empty. */
const columns = 79;
const timeWidth = 9;
const gap = 2;
/** A bot that does something outside of the act is one that stayed to sell. */
const outside = 'seller';

export class Stage {
  private cast: Cast = {};
  private startedAtMs: number | undefined;

  constructor(private readonly terminal: Terminal) {}

  /** From now on the bots of the cast have lines with the time since the first of them; all others with the time of day. */
  begin(cast: Cast): void {
    this.cast = cast;
    this.startedAtMs = undefined;
  }

  show(bot: BotName, event: BotEvent): void {
    const nameWidth = Math.max(outside.length, ...Object.values(this.cast).map(({ length }) => length));
    const margin = timeWidth + gap + nameWidth + gap;
    const [what, ...more] = words(event, columns - margin);
    if (what === undefined) return;
    const { clip, line, paint } = this.terminal;
    const role = this.cast[bot];
    const time = role === undefined ? timeOfDay(event.atMs) : this.sinceStart(event.atMs);
    const name = (bot === 'buyer' ? paint.cyan : paint.yellow)((role ?? outside).padEnd(nameWidth));
    line(clip(`${paint.dim(time)}  ${name}  ${what}`));
    for (const text of more) line(clip(`${' '.repeat(margin)}${text}`));
  }

  private sinceStart(atMs: number): string {
    this.startedAtMs ??= atMs;
    return `${String(atMs - this.startedAtMs).padStart(timeWidth - 3)} ms`;
  }
}

function timeOfDay(atMs: number): string {
  return ` ${new Date(atMs).toTimeString().slice(0, 8)}`;
}

/** What is said of an event, in so many columns; nothing where it is no part of the story. */
function words(event: BotEvent, width: number): readonly string[] {
  switch (event.event) {
    case 'ready':
      return [`offers ${event.service} for ${grouped(event.priceMsat)} msat${placeOf(event)}`];
    case 'work':
      return [event.attempt === 1 ? 'gets the task and works' : `gets it again: attempt ${event.attempt}`];
    case 'sold':
      return [`delivers after ${event.workMs} ms of work`];
    case 'work-failed':
      return [`${event.refused ? 'gives up' : 'fails'}: ${event.message}`];
    case 'earned':
      return [`has earned ${grouped(event.earnedMsat)} msat and now owns ${grouped(event.balanceMsat)} msat`];
    case 'buying':
      return [`buys ${event.service} for ${grouped(event.amountMsat)} msat from its own wallet`];
    case 'supplied':
      return [`has what it bought from ${event.service} after ${event.ms} ms`];
    case 'loss':
      return [`has spent ${grouped(event.spentMsat)} msat for nothing, its own loss`];
    case 'step':
      return [stepWords(event)];
    case 'bought':
      return ['has the result:', ...outputLines(event.output, width)];
    case 'not-bought':
      return [`has no result: ${event.message}`];
    case 'error':
      return [];
  }
}

function placeOf({ url }: SellerReady): string {
  return url === undefined ? ', pulling its work' : ` at ${new URL(url).host}`;
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
