// The order of the split suites: the longest first, and last the one that compares what the others wrote down. Of those on real lnd: by name.
const rank = ({ path }) => {
  if (path.endsWith('equal.test.ts')) return 2;
  return path.includes('/test/split/') ? 0 : 1;
};

export default class Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
  }

  allFailedTests(tests) {
    return tests;
  }

  shard(tests) {
    return tests;
  }

  /** jest hands over how long each has taken; the order does not depend on it. */
  cacheResults() {
    return undefined;
  }
}
