/** One thing that goes wrong at the market's node or its database, chosen by a generator, and mended within a moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '#persistence/database';
import type { Books } from '#test/harness/books';
import type { Random } from '#test/ledger/random';

const calls = ['AddHoldInvoice', 'SettleInvoice', 'CancelInvoice', 'LookupInvoiceV2', 'ListInvoices'] as const;
const streams = ['SubscribeInvoices', 'SubscribeSingleInvoice'] as const;
/** gRPC codes 14 UNAVAILABLE, 4 DEADLINE_EXCEEDED and 2 UNKNOWN: what a node in trouble says. */
const codes = [14, 4, 2] as const;

const endConnections = `SELECT count(pg_terminate_backend(pid)) FROM (
  SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename <> current_user
  ORDER BY random() LIMIT 3) AS unlucky`;

/** Where a fault waits for its occasion, it may strike later, or never. */
export async function nextFault(random: Random, books: Books, owner: Database): Promise<void> {
  const node = 'market' as const;
  const method = random.pick(calls);
  const code = random.pick(codes);
  switch (random.int(10)) {
    case 0:
      await books.fault({ node, kind: 'fail_request', method, code, details: 'injected' });
      break;
    case 1:
      await books.fault({ node, kind: 'delay_request', method, ms: random.int(800) });
      break;
    case 2:
      await books.fault({ node, kind: 'delay_reply', method, ms: random.int(800) });
      break;
    case 3:
      // The call is done, and who asked for it does not learn that.
      await books.fault({ node, kind: 'drop_reply', method, code, details: 'injected' });
      break;
    case 4:
      await books.fault({ node, kind: 'swallow_event', stream: random.pick(streams) });
      break;
    case 5:
      await books.fault({ node, kind: 'duplicate_event', stream: random.pick(streams), times: 1 + random.int(4) });
      break;
    case 6:
      await books.control('POST', `/nodes/${node}/streams`, { how: random.pick(['end', 'kill']) });
      break;
    case 7:
      await books.control('POST', `/nodes/${node}/freeze`);
      await sleep(random.int(400));
      await books.control('POST', `/nodes/${node}/thaw`);
      break;
    case 8:
      await books.control('POST', `/nodes/${node}/restart`, {
        how: random.pick(['term', 'kill']),
        downMs: random.int(300),
      });
      break;
    case 9:
      await owner.query(endConnections);
      break;
  }
}
