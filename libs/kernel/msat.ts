/**
 * Money is a whole number of millisatoshi, always a bigint.
 *
 * `Msat` is branded, so that a count or a satoshi amount cannot be passed for it. On the wire and in JSON it is a decimal
 * string, in SQL a BIGINT. Nothing here rounds silently: a division is named after the way it rounds.
 */
import { AppError } from '#kernel/errors';

declare const msatBrand: unique symbol;
export type Msat = bigint & { readonly [msatBrand]: true };

/** 21 million bitcoin, the most that can exist, in millisatoshi. */
export const maxMsat = 2_100_000_000_000_000_000n as Msat;

export const zeroMsat = 0n as Msat;

/** Brands a bigint as an amount; refuses negative amounts and more than can exist. */
export function msat(value: bigint): Msat {
  if (value < 0n || value > maxMsat) throw new AppError('invalid_amount', `not an amount of millisatoshi: ${value}`);
  return value as Msat;
}

/** Reads the decimal string of the wire and of JSON: digits only, no sign, no leading zero, no unit. */
export function parseMsat(text: string): Msat {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) {
    throw new AppError('invalid_amount', 'an amount is a decimal string of millisatoshi, such as "1500"');
  }
  return msat(BigInt(text));
}

export function addMsat(a: Msat, b: Msat): Msat {
  return msat(a + b);
}

export function sumMsat(amounts: readonly Msat[]): Msat {
  return amounts.reduce(addMsat, zeroMsat);
}

/** Subtracts; a negative result is a defect of the caller and throws. */
export function subtractMsat(a: Msat, b: Msat): Msat {
  return msat(a - b);
}

/**
 * Splits an amount into a fee of `basisPoints` (rounded down) and the rest, so that both always sum to the whole and the
 * remainder of the division goes to the seller.
 */
export function splitFloor(amount: Msat, basisPoints: bigint): { feeMsat: Msat; restMsat: Msat } {
  if (basisPoints < 0n || basisPoints > 10_000n) throw new AppError('internal', `fee of ${basisPoints} basis points`);
  const feeMsat = msat((amount * basisPoints) / 10_000n);
  return { feeMsat, restMsat: subtractMsat(amount, feeMsat) };
}

/** Whole satoshi that cover the amount, for clients that know no smaller unit. */
export function ceilToSat(amount: Msat): bigint {
  return (amount + 999n) / 1000n;
}
