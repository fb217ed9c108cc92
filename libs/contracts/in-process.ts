/**
 * The client of a service that runs in the same process. It behaves like the one over gRPC: the callee gets a copy of the
 * message and so does the caller, nobody calls what is not for it, a call that takes longer than its deadline fails with
 * `deadline_exceeded` while the callee goes on, and only the error table's errors cross.
 */
import { AppError, asAppError } from '#kernel/errors';
import { mayCall, type ServiceName, type Services } from './callers.js';
import { callerRefused, deadlinePassed, portable } from './rpc-error.js';
import type { CallOptions } from './service.js';

export interface InProcessOptions {
  /** Name of the service, as the proto has it: `billing`. */
  readonly name: keyof Services;
  /** Who calls; held to the table of callers as over gRPC. */
  readonly caller: ServiceName;
  readonly deadlineMs: number;
  /** Sees every call; tests count the round trips of a task with it. */
  readonly onCall?: (method: string) => void;
  /** Gets failures that were not thrown on purpose, with their cause. */
  readonly onDefect: (method: string, error: AppError) => void;
}

type Method = (request: unknown, options?: CallOptions) => Promise<unknown>;

export function inProcess<S extends object>(service: S, options: InProcessOptions): S {
  const methods = new Map<string | symbol, Method>();
  return new Proxy(service, {
    get(target, name) {
      const known = methods.get(name);
      if (known) return known;
      const method = Reflect.get(target, name) as Method | undefined;
      if (typeof method !== 'function') return undefined;
      const call: Method = (request, callOptions) =>
        callInProcess(
          method.bind(target),
          String(name),
          request,
          callOptions?.deadlineMs ?? options.deadlineMs,
          options,
        );
      methods.set(name, call);
      return call;
    },
  });
}

async function callInProcess(
  method: Method,
  name: string,
  request: unknown,
  deadlineMs: number,
  options: InProcessOptions,
): Promise<unknown> {
  options.onCall?.(name);
  const rpc = `${options.name}.${name}`;
  if (!mayCall(options.caller, options.name, name)) throw callerRefused(rpc, options.caller);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(deadlinePassed(rpc, deadlineMs));
    }, deadlineMs);
  });
  try {
    return copyMessage(await Promise.race([method(copyMessage(request)), deadline]));
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code === 'internal') options.onDefect(name, error);
    throw portable(error);
  } finally {
    clearTimeout(timer);
  }
}

/** A deep copy of a message: plain objects, arrays, scalars and bytes, nothing else. */
function copyMessage(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(copyMessage);
  if (value !== null && typeof value === 'object') {
    const copy: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(value)) copy[key] = copyMessage(field);
    return copy;
  }
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
    throw new AppError('internal', `a message cannot carry a ${typeof value}`);
  }
  return value;
}
