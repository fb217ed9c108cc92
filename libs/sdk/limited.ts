/**
 * Aborts with `signal`, or after that time. Node 20 forgets a timeout that nobody but `AbortSignal.any` refers to, so that it
 * never comes; one that is listened to is kept.
 */
export function limited(ms: number, signal: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  timeout.addEventListener('abort', () => undefined, { once: true });
  return AbortSignal.any([signal, timeout]);
}
