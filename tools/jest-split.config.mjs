// `npm run test:split`: the services as processes of their own, from dist/. The suites of test/marketplace run both ways, in one
// process and apart, and test/split/equal.test.ts compares what they wrote down.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import base from '../jest.config.mjs';
import { root } from './root.mjs';
import { bothWays as suites } from './suites.mjs';

const { maxWorkers: _, testTimeout, globalSetup, globalTeardown, ...project } = base;
// tools/test.mjs names the folder, so that a second look at one suite finds what the others have written at the first.
const transcripts = process.env.BOTBAZAAR_TRANSCRIPTS ?? join(tmpdir(), `botbazaar-transcripts-${process.pid}`);
const both = (name, marketplaceWay) => ({
  ...project,
  displayName: name,
  rootDir: root,
  testMatch: suites.map((suite) => `<rootDir>/test/marketplace/${suite}.test.ts`),
  testPathIgnorePatterns: ['/node_modules/'],
  globals: { marketplaceWay, transcripts },
});

export default {
  rootDir: root,
  globalSetup,
  globalTeardown,
  // Suites mostly wait; two at a time take a core each.
  maxWorkers: 2,
  testTimeout: 2 * testTimeout,
  testSequencer: join(root, 'tools', 'jest-last.mjs'),
  projects: [
    both('one process', 'one'),
    both('apart', 'apart'),
    {
      ...project,
      displayName: 'split',
      rootDir: root,
      testMatch: ['<rootDir>/test/split/**/*.test.ts'],
      testPathIgnorePatterns: [],
      globals: { transcripts, suites },
    },
  ],
};
