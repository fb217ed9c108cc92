import { beforeAll, describe, expect, it } from '@jest/globals';
import { searchBounds } from '#apps/registry/search-store';
import type { Service } from '#contracts/registry';
import { newId } from '#kernel/ids';
import { suiteRegistry } from './registry-kit.js';

const kit = suiteRegistry();

/** Tasks of that many buyers, so many of them failed, each a second long unless said. */
async function traded(service: Service, buyers: number, failed = 0, workMs = 1_000): Promise<void> {
  const changes = Array.from({ length: buyers }, (_, n) => (n < failed ? { ended: 'failed' } : { workMs }));
  // The failures first, so that the listing is not suspended for them.
  await kit.report(service, [...changes.map((change) => ({ ...change, call: 'ok' }))]);
}

describe('the search', () => {
  it('finds published services by words, tag and price, and never a draft', async () => {
    const ocr = await kit.published({ title: 'Reads scanned pages', tags: ['image'], priceMsat: '7000' });
    await kit.created({ title: 'Reads scanned receipts' });
    expect(await kit.found({ query: 'scanned page' })).toEqual([ocr.slug]);
    expect(await kit.found({ query: 'reading' })).toEqual([ocr.slug]);
    expect(await kit.found({ tag: 'image' })).toEqual([ocr.slug]);
    expect(await kit.found({ query: 'scanned', maxPriceMsat: '6999' })).toEqual([]);
    expect(await kit.found({ query: 'scanned', maxPriceMsat: '7000' })).toEqual([ocr.slug]);
    expect(await kit.found({ query: ocr.slug })).toEqual([ocr.slug]);
    expect(await kit.found({ query: "'); DROP TABLE listing; --" })).toEqual([]);
  });

  it('finds what the current version says, while it is on sale', async () => {
    const { slug } = await kit.published({ title: 'Paints walruses', tags: ['walrus'] });
    const draft = kit.draft({ slug, title: 'Paints ospreys', tags: ['osprey'], priceMsat: '3' });
    await kit.registry.updateListing({ accountId: kit.seller, slug, draft });
    expect(await kit.found({ query: 'walrus' })).toEqual([]);
    expect(await kit.found({ tag: 'walrus' })).toEqual([]);
    expect(await kit.found({ query: 'osprey', tag: 'osprey', maxPriceMsat: '3' })).toEqual([slug]);
    await kit.change({ slug }, 'pause');
    expect(await kit.found({ query: 'osprey' })).toEqual([]);
    await kit.change({ slug }, 'resume');
    expect(await kit.found({ query: 'osprey' })).toEqual([slug]);
    await kit.change({ slug }, 'retire');
    expect(await kit.found({ query: 'osprey' })).toEqual([]);
  });

  it('ranks a word in the title before one in the tags before one in the description', async () => {
    const described = await kit.published({ description: 'Made for marmots.', tags: ['animal'] });
    const titled = await kit.published({ title: 'Marmot finder', tags: ['animal'] });
    const tagged = await kit.published({ tags: ['marmot'] });
    expect(await kit.found({ query: 'marmot' })).toEqual([titled.slug, tagged.slug, described.slug]);
  });

  it('ranks equals by what was measured of them: proven good, new, proven bad', async () => {
    const names = ['bad', 'good', 'new', 'slow'] as const;
    const made = new Map<string, Service>();
    for (const name of names) made.set(name, await kit.published({ title: 'Polishes lenses', slug: `lens-${name}` }));
    await traded(made.get('good') as Service, 12);
    await traded(made.get('slow') as Service, 12, 0, 60_000);
    await traded(made.get('bad') as Service, 12, 9);
    const order = ['lens-good', 'lens-slow', 'lens-new', 'lens-bad'];
    expect(await kit.found({ query: 'lenses' })).toEqual(order);
    expect((await kit.found()).filter((slug) => slug.startsWith('lens-'))).toEqual(order);
    const [good] = (await kit.search({ query: 'lenses' })).services;
    expect(good?.quality).toEqual({ successRate: 16 / 17, medianMs: 1_000, distinctBuyers: 12, tasks: 12 });
  });

  it('filters by mode, success rate and median time', async () => {
    const push = await kit.published({ title: 'Sorts stamps' });
    const pull = await kit.published({ title: 'Sorts stamps', delivery: { mode: 'pull', url: '' } });
    await traded(push, 10, 0, 2_000);
    const query = 'stamps';
    expect(await kit.found({ query, mode: 'pull' })).toEqual([pull.slug]);
    expect(await kit.found({ query, mode: 'push' })).toEqual([push.slug]);
    expect(await kit.found({ query, minSuccessRate: 0.8 })).toEqual([push.slug, pull.slug]);
    expect(await kit.found({ query, minSuccessRate: 0.9 })).toEqual([push.slug]);
    expect(await kit.found({ query, minSuccessRate: 0.94 })).toEqual([]);
    expect(await kit.found({ query, maxMedianMs: 2_000 })).toEqual([push.slug]);
    expect(await kit.found({ query, maxMedianMs: 1_999 })).toEqual([]);
    expect(await kit.found({ query, maxMedianMs: 86_400_000 })).toEqual([push.slug]);
  });
});

async function paged(change: Parameters<typeof kit.search>[0], between: () => Promise<void> = async () => undefined) {
  const slugs: string[] = [];
  for (let cursor = ''; slugs.length === 0 || cursor !== ''; ) {
    const page = await kit.search({ ...change, cursor });
    slugs.push(...page.services.map(({ slug }) => slug));
    cursor = page.nextCursor;
    await between();
  }
  return slugs;
}

describe('the pages of a search', () => {
  beforeAll(async () => {
    for (let n = 0; n < 7; n += 1) {
      kit.clock.advance(1);
      const service = await kit.published({
        title: 'Folds paper',
        tags: ['paged'],
        delivery: { mode: 'pull', url: '' },
      });
      if (n % 2 === 0) await traded(service, n + 1);
    }
  });

  it.each([
    ['without words', { tag: 'paged' }],
    ['with words', { query: 'paper' }],
  ])('show everything once and in one order, %s', async (_, asked) => {
    const all = await kit.found(asked);
    expect(all).toHaveLength(7);
    expect(await paged({ ...asked, limit: 2 })).toEqual(all);
    expect(await paged({ ...asked, limit: 7 })).toEqual(all);
  });

  it('still show everything else once, whose figures change between them', async () => {
    const asked = { query: 'paper', limit: 2 };
    const all = await kit.found({ ...asked, limit: 50 });
    // Shown first, it falls behind all others: it comes again, and nothing is missed.
    const first = await kit.read({ slug: all[0] as string });
    const seen = await paged(asked, () => traded(first, 10, 10));
    expect(new Set(seen)).toEqual(new Set(all));
    expect(seen.filter((slug) => slug !== first.slug)).toEqual(all.slice(1));
  });

  it('are refused with a cursor of something else', async () => {
    for (const cursor of ['nonsense', '1.2', `${newId('listing')}`, `99999999999.${'0'.repeat(32)}`]) {
      await expect(kit.search({ cursor })).rejects.toMatchObject({ code: 'invalid_cursor' });
    }
  });
});

describe('a search for a word that very many use', () => {
  it('shows the best of them, whatever it was that it looked at', async () => {
    const { found, candidates } = searchBounds;
    const model = await kit.published({ title: 'Common ware', delivery: { mode: 'pull', url: '' } });
    await kit.copies(model, found + 1_000);
    const best = await kit.published({ title: 'Common ware', delivery: { mode: 'pull', url: '' } });
    await traded(best, 30);
    const slugs = await paged({ query: 'ware', limit: 100 });
    expect(slugs[0]).toBe(best.slug);
    expect(slugs).toHaveLength(candidates);
    expect(new Set(slugs).size).toBe(candidates);
    // A rarer word beside it is found wherever it stands.
    const rare = await kit.published({ title: 'Common ware', description: 'With a xylophone.' });
    await traded(rare, 12, 12);
    expect(await kit.found({ query: 'ware xylophone' })).toEqual([rare.slug]);
    expect(await kit.found({ query: 'ware', maxMedianMs: 1_000 })).toEqual([best.slug]);
  });
});
