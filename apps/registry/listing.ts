/**
 * What a listing may be, and how it moves: draft → published ⇄ paused → retired, by its seller; published ⇄ suspended by what
 * its calls have come to. A seller may pause, resume and retire what is suspended, and what it has paused is resumed by nobody
 * else. Pure; the database's CHECK and the stores' guards say the same.
 */
import type { ListingDraft } from '#contracts/registry';
import { AppError, type FieldError } from '#kernel/errors';
import { type Msat, parseMsat } from '#kernel/msat';

export const listingStates = ['draft', 'published', 'paused', 'suspended', 'retired'] as const;
export type ListingState = (typeof listingStates)[number];

/** What a seller does to its listing. */
export const sellerActions = ['publish', 'pause', 'resume', 'retire'] as const;
export type SellerAction = (typeof sellerActions)[number];

/** What the marketplace does: suspend when calls fail, recover when the seller has shown that it is there again. */
export const listingActions = [...sellerActions, 'suspend', 'recover'] as const;
export type ListingAction = (typeof listingActions)[number];

const moves: Record<ListingState, Partial<Record<ListingAction, ListingState>>> = {
  draft: { publish: 'published', retire: 'retired' },
  published: { pause: 'paused', retire: 'retired', suspend: 'suspended' },
  paused: { resume: 'published', retire: 'retired' },
  suspended: { pause: 'paused', resume: 'published', retire: 'retired', recover: 'published' },
  retired: {},
};

/** The state after the action, or undefined where the action is not allowed. */
export function nextListingState(state: ListingState, action: ListingAction): ListingState | undefined {
  return moves[state][action];
}

/** Actions that offer work to buyers, so a seller that is called has to prove that it answers. */
export function needsProbe(action: SellerAction, deliveryMode: string): boolean {
  return deliveryMode === 'push' && (action === 'publish' || action === 'resume');
}

const slugPattern = /^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/;
const tagPattern = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** msat; one bitcoin. */
const priceMaxMsat = 100_000_000_000n;
/** A day. What takes longer than a hold may last is paid by an ordinary invoice. */
const deadlineRangeMs = { min: 100, max: 86_400_000 };
const concurrencyMax = 1_000;

/** A draft with its values in our types; throws `invalid_request` naming every field that is wrong. */
export function checkDraft(draft: ListingDraft): { priceMsat: Msat; deliveryUrl: string } {
  const wrong: FieldError[] = [];
  const check = (fine: boolean, path: string, message: string) => {
    if (!fine) wrong.push({ path, message });
  };
  check(slugPattern.test(draft.slug), '/slug', '3 to 64 lower-case letters, digits and inner hyphens');
  check(lengthWithin(draft.title, 1, 120), '/title', '1 to 120 characters');
  check(lengthWithin(draft.description, 1, 4_000), '/description', '1 to 4,000 characters');
  check(draft.tags.length <= 10, '/tags', 'at most 10 tags');
  draft.tags.forEach((tag, index) => {
    check(tagPattern.test(tag), `/tags/${index}`, '1 to 32 lower-case letters, digits and hyphens');
  });
  check(new Set(draft.tags).size === draft.tags.length, '/tags', 'each tag once');
  const { min, max } = deadlineRangeMs;
  check(draft.deadlineMs >= min && draft.deadlineMs <= max, '/deadlineMs', `${min} to ${max} milliseconds`);
  const concurrent = draft.maxConcurrency >= 1 && draft.maxConcurrency <= concurrencyMax;
  check(concurrent, '/maxConcurrency', `1 to ${concurrencyMax}`);
  const { mode = '', url = '' } = draft.delivery ?? {};
  check(mode === 'push' || mode === 'pull', '/delivery/mode', 'push or pull');
  check(mode !== 'push' || url !== '', '/delivery/url', 'is required with push');
  check(mode !== 'pull' || url === '', '/delivery/url', 'must be absent with pull: nothing is sent');
  const priceMsat = parseMsat(draft.priceMsat);
  check(priceMsat >= 1n && priceMsat <= priceMaxMsat, '/priceMsat', `1 to ${priceMaxMsat} millisatoshi`);
  if (wrong.length > 0) throw new AppError('invalid_request', 'the listing has fields out of range', { fields: wrong });
  return { priceMsat, deliveryUrl: url };
}

function lengthWithin(text: string, min: number, max: number): boolean {
  const length = [...text.trim()].length;
  return length >= min && length <= max && !text.includes('\u0000');
}
