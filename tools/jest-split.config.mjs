// The suites that run the services as processes of their own, from dist/: `npm run test:split`.
import base from '../jest.config.mjs';
import { root } from './root.mjs';

export default {
  ...base,
  rootDir: root,
  testMatch: ['<rootDir>/test/split/**/*.test.ts'],
  testPathIgnorePatterns: [],
  // Each suite starts the installation's fixed ports, where they are free.
  maxWorkers: 1,
};
