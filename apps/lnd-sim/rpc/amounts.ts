/** Amounts and numbers as LND's requests carry them and as lnd prints them. */
import { type Msat, maxMsat, msat } from '#kernel/msat';
import { unknown } from '../core/lnd-error.js';

/** From a pair of satoshi and millisatoshi fields, of which at most one may be set; both are decimal strings. */
export function readAmount(sat: string, milli: string): bigint {
  const [sats, msats] = [BigInt(sat), BigInt(milli)];
  if (sats !== 0n && msats !== 0n) throw unknown('sat and msat arguments are mutually exclusive');
  if (sats < 0n || msats < 0n) throw unknown('amount cannot be negative');
  // lnd multiplies in 64 bits, and so names another amount than the one it was given where that is far beyond its limit.
  return sats === 0n ? msats : BigInt.asUintN(64, sats * 1000n);
}

/** An amount that bounds something: more than can exist is no bound. */
export function cappedMsat(amount: bigint): Msat {
  return amount > maxMsat ? maxMsat : msat(amount);
}

export function satOf(amountMsat: bigint): string {
  return (amountMsat / 1000n).toString();
}

/** Satoshi as Go's btcutil prints them. */
export function asBitcoin(sats: bigint): string {
  const whole = sats / 100_000_000n;
  const rest = (sats % 100_000_000n).toString().padStart(8, '0').replace(/0+$/, '');
  return `${whole}${rest === '' ? '' : `.${rest}`} BTC`;
}

/** A large number as Go's %v prints a float64: 31536001 is 3.1536001e+07. */
export function asGoFloat(value: number): string {
  return value.toExponential().replace(/e\+(\d)$/, 'e+0$1');
}

/** An instant as Go prints a time in UTC. */
export function asGoTime(secondsSince1970: number): string {
  return `${new Date(secondsSince1970 * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
