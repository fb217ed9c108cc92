/**
 * How many paid requests one core can admit: the whole way from header lines to a verified task token, against the npm
 * package `macaroon`, which only decodes and checks the signature.
 */
import { createHash } from 'node:crypto';
import { assert } from '#kernel/assert';
import { monotonicMs } from '#kernel/clock';
import { readCredentials } from '#l402/header';
import { addCaveat, decodeBase64Macaroon, encodeMacaroon } from '#l402/macaroon';
import { deriveRootKey } from '#l402/root-key';
import { mintTaskToken, requestDigest, verifyTaskToken } from '#l402/token';
import { npmMacaroon } from '#test/l402/npm-macaroon';
import type { BenchRow } from './row.js';

const barPerSecond = 50_000;
const rounds = 3;
const roundMs = 1500;
const batch = 100;

const key = Buffer.alloc(32, 0x42);
const keyring = { currentEpoch: 1, key: (epoch: number) => (epoch === 1 ? key : undefined) };
const now = new Date('2026-05-01T12:00:00Z');
const preimage = Buffer.alloc(32, 2);

/** A token as a careful buyer presents it: the mint's two caveats and two deadlines of its own. */
function presentedMacaroon() {
  const token = mintTaskToken({
    keyring,
    paymentHash: createHash('sha256').update(preimage).digest(),
    taskId: Buffer.alloc(16, 3),
    nonce: Buffer.alloc(13, 4),
    epoch: 1,
    service: 'text-analysis',
    requestDigest: requestDigest({ method: 'POST', path: '/v1/a', query: '', body: Buffer.from('{}') }),
  });
  const minted = decodeBase64Macaroon(token);
  assert(minted, 'a minted token can be read');
  return ['valid_until=1900000000', 'text-analysis_valid_until=1800000000'].reduce(addCaveat, minted);
}

export async function bench(): Promise<BenchRow[]> {
  const macaroon = presentedMacaroon();
  const binary = encodeMacaroon(macaroon);
  const headers = { authorization: [`L402 ${binary.toString('base64')}:${preimage.toString('hex')}`] };
  const rootKey = deriveRootKey(keyring, { purpose: 'task', epoch: 1, identifier: macaroon.identifier });
  assert(rootKey, 'epoch 1 has a key');

  const verifyOurs = () => {
    const result = verifyTaskToken({ keyring, credentials: readCredentials(headers), now });
    assert(result.ok, 'the token of the bench is good');
  };
  const verifyTheirs = () => npmMacaroon.importMacaroon(binary).verify(rootKey, () => null);

  const ours: number[] = [];
  const theirs: number[] = [];
  perSecond(verifyOurs);
  perSecond(verifyTheirs);
  for (let round = 0; round < rounds; round++) {
    ours.push(perSecond(verifyOurs));
    theirs.push(perSecond(verifyTheirs));
  }
  const row = { ours: median(ours), yardstick: median(theirs) };
  return [
    {
      name: 'verify a paid L402 request, per second and core (yardstick: npm macaroon, import and verify)',
      ...row,
      ratio: row.ours / row.yardstick,
      bar: `at least ${barPerSecond} per second`,
      ok: row.ours >= barPerSecond,
    },
  ];
}

function perSecond(work: () => void): number {
  const started = monotonicMs();
  let count = 0;
  let elapsed = 0;
  while (elapsed < roundMs) {
    for (let i = 0; i < batch; i++) work();
    count += batch;
    elapsed = monotonicMs() - started;
  }
  return Math.round((count * 1000) / elapsed);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
