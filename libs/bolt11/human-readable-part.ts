/**
 * `ln`, the currency and the amount. The amount counts bitcoin, thousandths, millionths and so on; inside this file
 * everything is pico-bitcoin, of which ten are one millisatoshi, the smallest amount that can be paid.
 */
import { type Msat, maxMsat, msat } from '#kernel/msat';
import { Bolt11Error } from './bolt11-error.js';
import type { Network } from './invoice.js';

const picoPerUnit = { '': 10n ** 12n, m: 10n ** 9n, u: 10n ** 6n, n: 1000n, p: 1n } as const;
type Multiplier = keyof typeof picoPerUnit;
const largestFirst = Object.entries(picoPerUnit) as [Multiplier, bigint][];

/** Twenty digits hold all the bitcoin that can exist even in pico-bitcoin; `tbs` and `bcrt` before their own beginnings. */
const pattern = /^ln(bcrt|bc|tbs|tb)(?:([1-9][0-9]{0,19})([munp]?))?$/;

export function writeHumanReadablePart(network: Network, amountMsat: Msat | undefined): string {
  if (amountMsat === undefined) return `ln${network}`;
  const pico = amountMsat * 10n;
  const [multiplier, unit] = largestFirst.find(([, perUnit]) => pico % perUnit === 0n) ?? ['p', 1n];
  if (pico <= 0n) throw new Bolt11Error('invalid_amount', 'an amount in an invoice is positive');
  return `ln${network}${pico / unit}${multiplier}`;
}

export function readHumanReadablePart(prefix: string): { network: Network; amountMsat: Msat | undefined } {
  const match = pattern.exec(prefix);
  if (match === null) {
    if (!/^ln(bcrt|bc|tbs|tb)[0-9]/.test(prefix)) {
      throw new Bolt11Error('unknown_prefix', 'not an invoice of a network that we know');
    }
    throw new Bolt11Error('invalid_amount', 'the amount is not a whole number of a unit that BOLT 11 knows');
  }
  const network = match[1] as Network;
  if (match[2] === undefined) return { network, amountMsat: undefined };
  const pico = BigInt(match[2]) * picoPerUnit[(match[3] ?? '') as Multiplier];
  if (pico % 10n !== 0n) throw new Bolt11Error('invalid_amount', 'the amount is finer than a millisatoshi');
  if (pico / 10n > maxMsat) throw new Bolt11Error('invalid_amount', 'the amount is more than can exist');
  return { network, amountMsat: msat(pico / 10n) };
}
