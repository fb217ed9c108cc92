/**
 * BullMQ's backends, with the patience that they lack. A server that is away for a moment must cost that moment.
 *
 * The one on Postgres remembers a first connection that failed and never makes another. And a worker whose fetch fails comes
 * back at once: where the failure is remembered, that loop has no pause in which anything else of the process could run.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type BackendFactory, type IQueueBackend, PostgresQueueBackend } from 'bullmq';

/** Either of the two; each takes its own connection. */
export type Backend = BackendFactory<IQueueBackend, object>;

const fetchPauseMs = 500;

export function patient(factory: Backend): Backend {
  return (name, options, details) => {
    const backend = factory(name, options, details);
    if (backend instanceof PostgresQueueBackend) {
      forgetFailures(backend.connection);
      forgetFailures(backend);
    }
    const moveToActive = backend.moveToActive.bind(backend);
    backend.moveToActive = async (...fetch) => {
      try {
        return await moveToActive(...fetch);
      } catch (error) {
        await pause(fetchPauseMs);
        throw error;
      }
    };
    return backend;
  };
}

function forgetFailures(connecting: { waitUntilReady(): Promise<void> }): void {
  const waitUntilReady = connecting.waitUntilReady.bind(connecting);
  connecting.waitUntilReady = async () => {
    try {
      await waitUntilReady();
    } catch (error) {
      Reflect.set(connecting, 'readyPromise', undefined);
      throw error;
    }
  };
}
