// Who may import whom. Read top to bottom: the libraries, the applications, the packages that have one home each.
// Tests beside the code and under test/ may reach anywhere; what they import still has to exist.

/** Each library may import itself and these. */
const libraries = {
  kernel: [],
  config: ['kernel'],
  l402: ['kernel'],
  bolt11: ['kernel'],
  'json-schema': ['kernel'],
  outbound: ['kernel'],
  contracts: ['kernel'],
  observability: ['kernel'],
  lightning: ['kernel', 'bolt11'],
  persistence: ['kernel', 'config'],
  ledger: ['kernel', 'persistence'],
  process: ['kernel', 'config', 'contracts', 'observability'],
  sdk: [],
};

const test = '\\.test\\.ts$';
const library = (names) => `^libs/(${names.join('|')})/`;

const libraryRules = Object.entries(libraries).map(([name, others]) => ({
  name: `libs-${name}`,
  comment: `libs/${name} imports ${others.length === 0 ? 'no other library' : `only ${others.join(' and ')}`}`,
  severity: 'error',
  from: { path: library([name]), pathNot: test },
  to: { path: '^(libs|apps|test|bench)/', pathNot: library([name, ...others]) },
}));

/** A package that only these files know, so that it can be replaced by changing them. */
const home = (name, comment, path, from = {}) => ({
  name: `home-of-${name.replace(/[^a-z0-9]+/g, '-')}`,
  comment,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: [test, path], ...from },
  to: { path: `^node_modules/${name}/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'no file reaches itself', severity: 'error', from: {}, to: { circular: true } },
    { name: 'exists', comment: 'what is imported exists', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'known-library',
      comment: 'a new library needs a line in .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: '^libs/', pathNot: library(Object.keys(libraries)) },
      to: {},
    },
    ...libraryRules,
    {
      name: 'apps-apart',
      comment: 'an application imports no other application',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: [test, '^apps/botbazaar/'] },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'composition-root',
      comment:
        'apps/botbazaar composes the others through their entrances: start, schema, queue, leader, config, the events that bots print',
      severity: 'error',
      from: { path: '^apps/botbazaar/', pathNot: test },
      to: {
        path: '^apps/',
        pathNot: '^apps/(botbazaar/|bots/events.ts$|[^/]+/(start|schema|queue|leader|[a-z-]*config).ts$)',
      },
    },
    {
      name: 'sdk-is-foreign',
      comment: 'libs/sdk is what strangers install; our services do not run on it',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [test, '^apps/bots/', '^libs/sdk/'] },
      to: { path: '^libs/sdk/' },
    },
    {
      name: 'bots-are-foreign',
      comment: 'apps/bots is written as a stranger would write it: it imports only libs/sdk',
      severity: 'error',
      from: { path: '^apps/bots/', pathNot: test },
      to: { path: '^(libs|apps|test|bench)/', pathNot: '^(apps/bots|libs/sdk)/' },
    },
    {
      name: 'tests-stay-tests',
      comment: 'the product imports no test code and no bench',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: test },
      to: { path: ['^(test|bench)/', test] },
    },
    {
      name: 'shipped-packages',
      comment: 'the product imports no package of devDependencies',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: test },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    home('bullmq', 'bullmq only in apps/dispatch/queue.ts', '^apps/dispatch/queue\\.ts$'),
    home('ioredis', 'ioredis only in apps/dispatch/queue.ts', '^apps/dispatch/queue\\.ts$'),
    home(
      'typeorm',
      'typeorm only in libs/persistence, migrations and entities',
      '^libs/persistence/|/migrations/|entit(y|ies)\\.ts$',
    ),
    home('pg', 'pg only in libs/persistence', '^libs/persistence/'),
    home('undici', 'undici only in libs/outbound', '^libs/outbound/'),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};
