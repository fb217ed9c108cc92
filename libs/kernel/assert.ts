import { AppError } from '#kernel/errors';

/** States something that only a defect in our own code can make false. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AppError('internal', message);
}
