/** The `Prefer` header (RFC 7240): `wait=10` (seconds) and `payment=hold`. What is not understood is ignored. */
import type { IncomingMessage } from 'node:http';

export interface Preferences {
  /** Milliseconds that the client is willing to wait; undefined where it does not say. */
  readonly waitMs: number | undefined;
  readonly hold: boolean;
}

const maxWaitSeconds = 30;

export function readPreferences(request: IncomingMessage): Preferences {
  let waitMs: number | undefined;
  let hold = false;
  // The first of several values of the same preference counts.
  for (const preference of (request.headersDistinct.prefer ?? []).join(',').split(',')) {
    const [name = '', value = ''] = (preference.split(';', 1)[0] ?? '').split('=', 2).map((part) => part.trim());
    const text = value.replace(/^"(.*)"$/, '$1');
    if (name.toLowerCase() === 'wait' && /^[0-9]{1,6}$/.test(text)) {
      waitMs ??= Math.min(Number(text), maxWaitSeconds) * 1000;
    }
    if (name.toLowerCase() === 'payment' && text.toLowerCase() === 'hold') hold = true;
  }
  return { waitMs, hold };
}
