/** The SDK's only reader of the clock. It is installed alone, so it cannot share the marketplace's own. */
export function unixSeconds(): number {
  return Math.floor(unixMs() / 1000);
}

/** Milliseconds since 1970. */
export function unixMs(): number {
  return Date.now();
}

/** Milliseconds to wait until `date`, an HTTP date such as `Retry-After` may hold; undefined for any other text. */
export function msUntilHttpDate(date: string): number | undefined {
  const instant = Date.parse(date);
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - unixMs());
}

/** The instant of an RFC 3339 text. */
export function instantOf(text: string): Date {
  return new Date(text);
}
