import { describe, expect, it } from '@jest/globals';
import type { ListingDraft } from '#contracts/registry';
import type { AppError } from '#kernel/errors';
import { checkDraft, type ListingAction, listingActions, listingStates, nextListingState } from './listing.js';

const draft: ListingDraft = {
  slug: 'text-analysis',
  title: 'Text analysis',
  description: 'Says what a text is about.',
  tags: ['text'],
  inputSchemaJson: '{}',
  outputSchemaJson: '{}',
  exampleJson: '{"input":{}}',
  priceMsat: '1500',
  deadlineMs: 5_000,
  maxConcurrency: 4,
  delivery: { mode: 'push', url: 'https://seller.example/work' },
};

function fieldsOf(change: Partial<ListingDraft>): string[] {
  try {
    checkDraft({ ...draft, ...change });
    return [];
  } catch (error) {
    return (error as AppError).fields.map(({ path }) => path);
  }
}

describe('the states of a listing', () => {
  const allowed: Record<string, Partial<Record<ListingAction, string>>> = {
    draft: { publish: 'published', retire: 'retired' },
    published: { pause: 'paused', retire: 'retired', suspend: 'suspended' },
    paused: { resume: 'published', retire: 'retired' },
    suspended: { pause: 'paused', resume: 'published', retire: 'retired', recover: 'published' },
    retired: {},
  };
  for (const state of listingStates) {
    for (const action of listingActions) {
      const to = allowed[state]?.[action];
      it(`${state} and ${action} gives ${to ?? 'a refusal'}`, () => {
        expect(nextListingState(state, action)).toBe(to);
      });
    }
  }
});

describe('what a listing may say', () => {
  it('accepts a draft within all bounds', () => {
    expect(checkDraft(draft)).toEqual({ priceMsat: 1500n, deliveryUrl: 'https://seller.example/work' });
  });

  const refusals: [name: string, change: Partial<ListingDraft>, paths: string[]][] = [
    ['a slug with capitals', { slug: 'Text' }, ['/slug']],
    ['a slug that ends in a hyphen', { slug: 'text-' }, ['/slug']],
    ['a blank title', { title: '   ' }, ['/title']],
    ['a title of 121 characters', { title: 'x'.repeat(121) }, ['/title']],
    ['a NUL in the description', { description: 'a\u0000b' }, ['/description']],
    ['eleven tags', { tags: 'abcdefghijk'.split('') }, ['/tags']],
    ['a tag twice', { tags: ['a', 'a'] }, ['/tags']],
    ['a tag with a space', { tags: ['a b'] }, ['/tags/0']],
    ['a price of nothing', { priceMsat: '0' }, ['/priceMsat']],
    ['a price above one bitcoin', { priceMsat: '100000000001' }, ['/priceMsat']],
    ['a deadline beyond a day', { deadlineMs: 86_400_001 }, ['/deadlineMs']],
    ['no concurrency', { maxConcurrency: 0 }, ['/maxConcurrency']],
    ['another mode of delivery', { delivery: { mode: 'poll', url: '' } }, ['/delivery/mode']],
    ['an address that nothing is sent to', { delivery: { mode: 'pull', url: 'https://a.example' } }, ['/delivery/url']],
    ['everything wrong at once', { slug: '', title: '', deadlineMs: 0 }, ['/slug', '/title', '/deadlineMs']],
  ];
  it.each(refusals)('refuses %s and names the field', (_, change, paths) => {
    expect(fieldsOf(change)).toEqual(paths);
  });
});
