// The suites on real lnd: npm run test:lnd, which brings up the network first.
import config from '../jest.config.mjs';

export default {
  ...config,
  rootDir: '..',
  testMatch: ['<rootDir>/test/lnd/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // One network for all of them, whose nodes they restart.
  maxWorkers: 1,
  testTimeout: 120_000,
};
