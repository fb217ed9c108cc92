import type { Logger } from 'pino';

/** What dispatch writes its lines with: a constant sentence, the data in fields. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
