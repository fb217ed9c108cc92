/** An answer of lnd that is not a reply: a gRPC code and the text that lnd gives with it. */
export class LndError extends Error {
  constructor(
    readonly code: number,
    readonly details: string,
  ) {
    super(details);
    this.name = 'LndError';
  }
}

/** Most of lnd's refusals carry no code of their own and arrive as 2 UNKNOWN. */
export function unknown(details: string): LndError {
  return new LndError(2, details);
}
