/** One JSON object per line. The message is a constant sentence, what varies is in fields; `docs/logging.md` says more. */
import { renameSync, statSync } from 'node:fs';
import {
  type Bindings,
  type DestinationStream,
  destination,
  type Logger as PinoLogger,
  pino,
  stdTimeFunctions,
} from 'pino';
import { redact } from './redact.js';

export type Logger = PinoLogger;

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** A file that is appended to (made 0600), standard output, or anything that takes lines. */
  readonly destination: 'stdout' | { readonly file: string } | DestinationStream;
  /** Which part of the program speaks. */
  readonly name: string;
}

/** At a start, a longer file is set aside as `….1`. */
const longestFileBytes = 32 * 1024 * 1024;

export function createLogger(options: LoggerOptions): Logger {
  const logger = pino(
    {
      level: options.level,
      base: { name: options.name },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      // `redact` has written errors down already; pino's own way would add every field that hangs on them.
      serializers: { err: (error: unknown) => error },
    },
    open(options.destination),
  );
  // pino has no formatter for what is bound to a child. Children are made with their parent as prototype, so one is enough.
  const child = logger.child;
  logger.child = function bindRedacted(this: Logger, fields: Bindings, ...rest: []) {
    return child.call(this, redactFields(fields), ...rest);
  } as typeof child;
  return logger;
}

function redactFields(fields: object): Record<string, unknown> {
  return redact(fields) as Record<string, unknown>;
}

/** Written at once and not gathered: the last lines before a crash are the ones that are needed. */
function open(target: LoggerOptions['destination']): DestinationStream {
  if (target === 'stdout') return destination({ dest: 1, sync: true });
  if (!('file' in target)) return target;
  const size = statSync(target.file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > longestFileBytes) renameSync(target.file, `${target.file}.1`);
  return destination({ dest: target.file, sync: true, append: true, mode: 0o600 });
}
