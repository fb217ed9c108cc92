// Faults under load, against what tools/build.mjs makes: `npm run test:chaos` (tools/chaos.mjs).
import base from '../jest.config.mjs';
import { root } from './root.mjs';

export default {
  ...base,
  rootDir: root,
  testMatch: [
    process.env.BOTBAZAAR_LND_NETWORK === undefined
      ? '<rootDir>/test/chaos/!(real-lnd).test.ts'
      : '<rootDir>/test/chaos/real-lnd.test.ts',
  ],
  testPathIgnorePatterns: [],
  // Each suite has processes and a database of its own.
  globalSetup: undefined,
  globalTeardown: undefined,
  maxWorkers: 1,
};
