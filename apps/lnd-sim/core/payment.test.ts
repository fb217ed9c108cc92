import { describe, expect, it } from '@jest/globals';
import { msat } from '#kernel/msat';
import {
  addAttempts,
  attemptFailed,
  attemptSucceeded,
  feeMsat,
  giveUp,
  isFinal,
  missingMsat,
  paymentStatus,
  preimageOf,
  refusalToSend,
} from './payment.js';
import type { AttemptRow, FailureCode, FailureRow, PaymentRow } from './rows.js';

const fresh: PaymentRow = {
  node: 'buyer',
  hash: 'ab'.repeat(32),
  index: 1,
  destination: '02'.repeat(33),
  paymentRequest: '',
  amountMsat: msat(1000n),
  declaredMsat: msat(1000n),
  feeLimitMsat: msat(10n),
  finalCltvDelta: 80,
  cltvLimit: 2016,
  maxParts: 1,
  maxShardMsat: msat(0n),
  outgoingChannelIds: [],
  cancelable: false,
  timeoutSeconds: 60,
  createdAt: 0,
  failureReason: 'FAILURE_REASON_NONE',
  attempts: [],
};

function attempt(transferId: string, amount = 1000n, fee = 3n): AttemptRow {
  const hop = { channelId: '1', htlcIndex: 0, expiryHeight: 700 } as const;
  return {
    attemptId: 1,
    transferId,
    status: 'IN_FLIGHT',
    hops: [
      { ...hop, from: 'buyer', to: 'market', amountMsat: msat(amount + fee) },
      { ...hop, from: 'market', to: 'seller', amountMsat: msat(amount) },
    ],
    startedAt: 1,
    resolvedAt: 0,
  };
}

function failure(code: FailureCode): FailureRow {
  return { code, detail: 'NO_DETAIL', sourceIndex: 2, height: 600, htlcMsat: msat(1000n) };
}

const wrong = failure('INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS');
const flying = addAttempts(fresh, [attempt('t1')]);
const paid = attemptSucceeded(flying, 't1', 'cd'.repeat(32), 5);
const refused = attemptFailed(flying, 't1', wrong, 5);

describe('the status of a payment', () => {
  it.each([
    ['nothing was sent', fresh, 'INITIATED'],
    ['an HTLC is out', flying, 'IN_FLIGHT'],
    ['it was given up while an HTLC is out', giveUp(flying, 'FAILURE_REASON_CANCELED'), 'IN_FLIGHT'],
    ['the HTLC settled', paid, 'SUCCEEDED'],
    [
      'it was given up and settled',
      attemptSucceeded(giveUp(flying, 'FAILURE_REASON_CANCELED'), 't1', '', 5),
      'SUCCEEDED',
    ],
    ['the payee refused', refused, 'FAILED'],
    ['no route was found', giveUp(fresh, 'FAILURE_REASON_NO_ROUTE'), 'FAILED'],
    ['a node on the way failed', attemptFailed(flying, 't1', failure('TEMPORARY_CHANNEL_FAILURE'), 5), 'INITIATED'],
    ['a set was not completed', attemptFailed(flying, 't1', failure('MPP_TIMEOUT'), 5), 'INITIATED'],
  ] as const)('when %s', (_when, payment, status) => {
    expect(paymentStatus(payment)).toBe(status);
    expect(isFinal(payment)).toBe(status === 'SUCCEEDED' || status === 'FAILED');
  });

  it('waits for every part', () => {
    const parts = addAttempts(fresh, [attempt('t1', 600n), attempt('t2', 400n)]);
    const oneFailed = attemptFailed(parts, 't1', wrong, 5);
    expect(paymentStatus(oneFailed)).toBe('IN_FLIGHT');
    expect(paymentStatus(attemptFailed(oneFailed, 't2', wrong, 6))).toBe('FAILED');
    expect(paymentStatus(attemptSucceeded(oneFailed, 't2', '', 6))).toBe('SUCCEEDED');
  });
});

describe('sending a hash again', () => {
  it.each([
    ['a new one', undefined, undefined],
    ['an unsent one', fresh, 'payment already exists'],
    ['one in flight', flying, 'payment is in transition'],
    ['a paid one', paid, 'invoice is already paid'],
    ['a failed one', refused, undefined],
  ] as const)('%s', (_name, existing, text) => {
    expect(refusalToSend(existing)).toBe(text);
  });
});

describe('the sums of a payment', () => {
  it('count what is out or arrived as sent, and only what arrived as paid', () => {
    expect(missingMsat(fresh)).toBe(1000n);
    expect(missingMsat(flying)).toBe(0n);
    expect(missingMsat(refused)).toBe(1000n);
    expect([feeMsat(flying), feeMsat(paid), feeMsat(refused)]).toEqual([0n, 3n, 0n]);
  });

  it('show the preimage once there is one', () => {
    expect(preimageOf(flying)).toBeUndefined();
    expect(preimageOf(paid)).toBe('cd'.repeat(32));
  });

  it('keep the first reason, and an attempt that has ended', () => {
    const twice = giveUp(giveUp(fresh, 'FAILURE_REASON_CANCELED'), 'FAILURE_REASON_TIMEOUT');
    expect(twice.failureReason).toBe('FAILURE_REASON_CANCELED');
    expect(attemptFailed(paid, 't1', wrong, 9).attempts).toEqual(paid.attempts);
  });
});
