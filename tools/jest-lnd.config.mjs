// The suites on real lnd: npm run test:lnd, which brings up the network first.
import { join } from 'node:path';
import config from '../jest.config.mjs';
import { root } from './root.mjs';

export default {
  ...config,
  rootDir: '..',
  testMatch: ['<rootDir>/test/lnd/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // One network for all of them, whose nodes they restart.
  maxWorkers: 1,
  // By name: jest would go by the sizes of the files.
  testSequencer: join(root, 'tools', 'jest-last.mjs'),
  testTimeout: 120_000,
};
