/** Finding services: what is asked for, and the pages of the answer. */
import type { Registry, SearchServicesReply } from '#contracts/registry';
import type { RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { parseMsat } from '#kernel/msat';
import type { Database } from '#persistence/database';
import { type Place, searchShelf } from './search-store.js';
import { serviceMessage } from './store.js';

const pageMax = 100;

export class Searching {
  constructor(private readonly database: Database) {}

  async search(request: RequestOf<Registry, 'searchServices'>): Promise<SearchServicesReply> {
    const limit = Math.min(Math.max(request.limit, 1), pageMax);
    const rows = await searchShelf(this.database, {
      query: request.query.trim(),
      tag: request.tag,
      mode: request.mode,
      maxPriceMsat: request.maxPriceMsat === '' ? undefined : parseMsat(request.maxPriceMsat),
      minSuccessRate: request.minSuccessRate,
      maxMedianMs: request.maxMedianMs,
      after: request.cursor === '' ? undefined : readCursor(request.cursor),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { services: page.map(serviceMessage), nextCursor: last ? cursorOf(last) : '' };
  }
}

function cursorOf(last: { readonly score: bigint; readonly id: string }): string {
  return `${last.score}.${last.id.replaceAll('-', '')}`;
}

/** A cursor names the last listing of a page by its place in the order, so a page does not depend on the one before it. */
function readCursor(cursor: string): Place {
  const [, score, id] = /^(\d{1,10})\.([0-9a-f]{32})$/.exec(cursor) ?? [];
  if (score === undefined || id === undefined) {
    throw new AppError('invalid_cursor', 'the cursor was not made by this list');
  }
  return { score: BigInt(score), listingUuid: id };
}
