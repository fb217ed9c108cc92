/** How ListInvoices and ListPayments turn pages: an exclusive index, in either direction, always answered oldest first. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
  readonly reversed: boolean;
  /** Of creation, in seconds and inclusive; 0: no bound. */
  readonly from: number;
  readonly to: number;
}

export interface PageRequest {
  readonly index_offset: string;
  readonly reversed: boolean;
  readonly creation_date_start: string;
  readonly creation_date_end: string;
}

const defaultLimit = 100;

export function readPage(request: PageRequest, limit: string): Page {
  return {
    offset: Number(request.index_offset),
    limit: Number(limit) || defaultLimit,
    reversed: request.reversed,
    from: Number(request.creation_date_start),
    to: Number(request.creation_date_end),
  };
}

/** `order` holds rows by their index; `look` gives a row that belongs to the list. */
export function turnPage<Row extends { readonly createdAt: number }>(
  page: Page,
  order: readonly (string | undefined)[],
  look: (key: string) => Row | undefined,
): Row[] {
  const found: Row[] = [];
  const step = page.reversed ? -1 : 1;
  const first = page.reversed ? Math.min(page.offset || order.length, order.length) - 1 : page.offset + 1;
  for (let index = first; index > 0 && index < order.length && found.length < page.limit; index += step) {
    const key = order[index];
    const row = key === undefined ? undefined : look(key);
    if (row === undefined) continue;
    const createdAt = Math.floor(row.createdAt / 1000);
    if (createdAt >= page.from && (page.to === 0 || createdAt <= page.to)) found.push(row);
  }
  return page.reversed ? found.reverse() : found;
}
