/** Real lnd goes on while the database of the marketplace is put back to an older copy. */
import { describe } from '@jest/globals';
import { isImported } from '#test/regression/restore-on-both';

describe('a database that is older than a real node', () => {
  isImported();
});
