/** The `Prefer` header (RFC 7240): `wait=10` (seconds) and `payment=hold` or `payment=invoice`. What is not understood is ignored. */
import type { IncomingMessage } from 'node:http';
import { type Funding, fundings } from '../buying/funding.js';

export interface Preferences {
  /** Milliseconds that the client is willing to wait; undefined where it does not say. */
  readonly waitMs: number | undefined;
  readonly funding: Funding | undefined;
}

const maxWaitSeconds = 30;

export function readPreferences(request: IncomingMessage): Preferences {
  let waitMs: number | undefined;
  let funding: Funding | undefined;
  // The first of several values of the same preference counts.
  for (const preference of (request.headersDistinct.prefer ?? []).join(',').split(',')) {
    const [name = '', value = ''] = (preference.split(';', 1)[0] ?? '').split('=', 2).map((part) => part.trim());
    const text = value.replace(/^"(.*)"$/, '$1');
    if (name.toLowerCase() === 'wait' && /^[0-9]{1,6}$/.test(text)) {
      waitMs ??= Math.min(Number(text), maxWaitSeconds) * 1000;
    }
    if (name.toLowerCase() === 'payment') funding ??= fundings.find((known) => known === text.toLowerCase());
  }
  return { waitMs, funding };
}
