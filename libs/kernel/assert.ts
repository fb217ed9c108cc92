import { AppError } from '#kernel/errors';

/** States something that only a defect in our own code can make false. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AppError('internal', message);
}

/** Reached only when a union gained a member that this code does not know. */
export function assertNever(value: never): never {
  throw new AppError('internal', `unexpected value: ${JSON.stringify(value)}`);
}
