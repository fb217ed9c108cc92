import { elsewhere } from './tools/suites.mjs';

// Suites run as native ES modules; swc only strips types and applies the decorators that Nest and TypeORM read.
const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
};

export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/harness/global-setup.mjs',
  globalTeardown: '<rootDir>/test/harness/global-teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.test.ts'],
  // npm run test:split, test:long and test:chaos run these, on what tools/build.mjs makes, and npm run test:lnd what needs real nodes.
  testPathIgnorePatterns: [
    '/node_modules/',
    ...['test/split/', 'test/chaos/', 'test/lnd/', ...elsewhere].map(
      (path) => `<rootDir>/${path.replaceAll('.', '\\.')}`,
    ),
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#(apps|test)/(.*)$': '<rootDir>/$1/$2.ts',
    '^#((?:bolt11|config|contracts|json-schema|kernel|l402|ledger|lightning|observability|outbound|persistence|process|sdk)/.*)$':
      '<rootDir>/libs/$1.ts',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  maxWorkers: 2,
  testTimeout: 30_000,
};
