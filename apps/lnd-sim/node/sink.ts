import type { LndError } from '../core/lnd-error.js';

/** Where the messages of one server stream go. */
export interface Sink<T> {
  send(message: T): void;
  /** Ends with status OK, as lnd does when an invoice is final and also when it shuts down. */
  end(): void;
  fail(error: LndError): void;
}
