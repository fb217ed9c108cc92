/** Caveats are `condition=value`. A caveat only ever takes something away, whoever added it. */

interface Caveat {
  readonly condition: string;
  readonly value: string;
}

/** `undefined` for a caveat without `=`. Conditions that we know are ASCII; others need only be carried, not understood. */
export function parseCaveat(bytes: Buffer): Caveat | undefined {
  const text = bytes.toString('latin1');
  const equals = text.indexOf('=');
  return equals < 0 ? undefined : { condition: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** Clients of Lightning Labs carry their proof of payment in a caveat, so it may stand in every token and forbids nothing. */
export const preimageCondition = 'preimage';

/** Whole seconds since 1970 in decimal; `undefined` for anything else. */
export function parseSeconds(value: string): number | undefined {
  return /^(?:0|[1-9][0-9]{0,11})$/.test(value) ? Number(value) : undefined;
}

/** 32 bytes in hex of any case; `undefined` for anything else. */
export function parseHex32(value: string): Buffer | undefined {
  return /^[0-9A-Fa-f]{64}$/.test(value) ? Buffer.from(value, 'hex') : undefined;
}

interface TaskCaveats {
  /** Slug of the service that was bought. */
  readonly service: string;
  readonly requestDigest: Buffer;
  /** Seconds since 1970; `undefined` when no holder set a limit. */
  readonly validUntil: number | undefined;
}

/** The two that the mint writes, always first and in this order. */
export function writeTaskCaveats(service: string, requestDigest: Uint8Array): string[] {
  return [`services=${service}:0`, `request=${Buffer.from(requestDigest).toString('hex')}`];
}

/**
 * What all caveats of an authentic task token say together. Those that follow the mint's two were added by holders: a
 * condition that is repeated may only narrow what it said before, and one that we do not know is skipped, because L402
 * clients append their own.
 */
export function readTaskCaveats(caveats: readonly Buffer[]): TaskCaveats | 'malformed' | 'widened' {
  const [services, request, ...added] = caveats.map(parseCaveat);
  const service = services?.condition === 'services' ? /^([^:,]+):0$/.exec(services.value)?.[1] : undefined;
  const requestDigest = request?.condition === 'request' ? parseHex32(request.value) : undefined;
  if (service === undefined || requestDigest === undefined) return 'malformed';

  const deadlines = new Map<string, number>();
  const ownDeadline = `${service}_valid_until`;
  for (const caveat of added) {
    switch (caveat?.condition) {
      case 'services':
        if (caveat.value !== services?.value) return 'widened';
        break;
      case 'request':
        if (!parseHex32(caveat.value)?.equals(requestDigest)) return 'widened';
        break;
      case 'valid_until':
      case ownDeadline: {
        const seconds = parseSeconds(caveat.value);
        if (seconds === undefined) return 'malformed';
        if (seconds > (deadlines.get(caveat.condition) ?? Number.POSITIVE_INFINITY)) return 'widened';
        deadlines.set(caveat.condition, seconds);
        break;
      }
    }
  }
  return { service, requestDigest, validUntil: deadlines.size === 0 ? undefined : Math.min(...deadlines.values()) };
}
