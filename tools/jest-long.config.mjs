// `npm run test:long`: suites of the one process that take a minute each.
import base from '../jest.config.mjs';
import { root } from './root.mjs';
import { long } from './suites.mjs';

export default {
  ...base,
  rootDir: root,
  testMatch: long.map((path) => `<rootDir>/${path}`),
  testPathIgnorePatterns: ['/node_modules/'],
};
