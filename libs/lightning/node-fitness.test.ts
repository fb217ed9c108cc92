import { describe, expect, it } from '@jest/globals';
import {
  chainGraceMs,
  isUnfitness,
  type NodeObservations,
  sentenceOf,
  type Unfitness,
  unfitness,
} from './node-fitness.js';

const well: NodeObservations = {
  trouble: undefined,
  pubkey: '02aa',
  expectedPubkey: '02aa',
  keepsResolutions: true,
  unsyncedMs: 0,
  behindMs: 0,
  lostInvoices: false,
  stream: 'open',
};

const table: readonly (readonly [string, Partial<NodeObservations>, Unfitness | undefined])[] = [
  ['well', {}, undefined],
  ['followed by another process', { stream: 'of another process' }, undefined],
  ['frozen', { trouble: 'silent' }, 'silent'],
  ['gone', { trouble: 'unreachable' }, 'unreachable'],
  ['locked', { trouble: 'wallet_locked' }, 'wallet_locked'],
  ['starting', { trouble: 'starting' }, 'starting'],
  ['one that revoked our macaroon', { trouble: 'refused' }, 'refused'],
  ['another one', { pubkey: '03bb' }, 'another_node'],
  ['restored from an older copy', { lostInvoices: true }, 'invoices_lost'],
  ['one that forgets how HTLCs ended', { keepsResolutions: false }, 'no_resolutions'],
  ['a moment behind its chain', { unsyncedMs: chainGraceMs }, undefined],
  ['for long not on its chain', { unsyncedMs: chainGraceMs + 1 }, 'chain_not_followed'],
  ['a moment behind another one', { behindMs: chainGraceMs }, undefined],
  ['for long behind another one', { behindMs: chainGraceMs + 1 }, 'behind_the_chain'],
  ['one whose stream has ended', { stream: 'ended' }, 'not_listened_to'],
  ['gone, after it had been of another kind', { trouble: 'unreachable', keepsResolutions: false }, 'unreachable'],
  ['another one that forgets', { pubkey: '03bb', keepsResolutions: false }, 'another_node'],
];

describe('a node that is', () => {
  it.each(table)('%s', (_, seen, reason) => {
    expect(unfitness({ ...well, ...seen })).toBe(reason);
  });
});

describe('a reason', () => {
  it('has words for people, and is known by its own', () => {
    for (const reason of new Set(table.flatMap(([, , found]) => found ?? []))) {
      expect(sentenceOf(reason)).toMatch(/Lightning node/);
      expect(isUnfitness(reason)).toBe(true);
    }
    expect([isUnfitness(''), isUnfitness('toString')]).toEqual([false, false]);
  });
});
