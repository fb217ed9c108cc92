import { AppError } from '#kernel/errors';

/** Reads an instant of a message: milliseconds since 1970 as a decimal string. */
export function instant(ms: string, field: string): Date {
  const value = Number(ms);
  if (!/^[0-9]{1,15}$/.test(ms) || value === 0) throw new AppError('invalid_request', `${field} is not an instant`);
  return new Date(value);
}

/** A hash or key of a message. */
export function bytes32(value: Buffer, field: string): Buffer {
  if (value.length !== 32) throw new AppError('invalid_request', `${field} has ${value.length} bytes, not 32`);
  return value;
}
