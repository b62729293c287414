// Who may import whom. Each rule is broken on purpose in launcher/src/importRules.int.spec.ts, so that none of them guards nothing.
const notTests = '\\.(unit|int|e2e)\\.spec\\.ts$|/testing/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that import each other cannot be understood one after the other: move what both need into a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ imports domain/, event contracts, the words for callers and refusals, how texts are read, hashing, and the clocks of time zones: what it needs of the world is an argument.',
      severity: 'error',
      from: { path: '^(subgraphs|workers)/([^/]+)/src/domain/', pathNot: notTests },
      to: {
        pathNot: [
          '^(subgraphs|workers)/[^/]+/src/domain/',
          '^packages/event-contracts/',
          '^packages/subgraph-chassis/src/((userError|authorize|caller|graphqlErrors|oncePer|timeZone)\\.ts$|text/)',
          '^crypto$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-storage-knows-prisma',
      severity: 'error',
      from: { path: '^(subgraphs|workers)/', pathNot: ['/src/storage/', '/src/testing/', '/generated/', notTests] },
      to: { path: '/generated/|^node_modules/@prisma/|database/prismaPool' },
    },
    {
      name: 'only-messaging-knows-bullmq',
      severity: 'error',
      from: { path: '^(subgraphs|workers|router|monolith)/', pathNot: ['/src/messaging/', '^router/src/cache/', notTests] },
      to: { path: '^node_modules/(bullmq|ioredis)/' },
    },
    {
      name: 'only-legacy-knows-the-monolith',
      comment: 'Everybody else asks the graph, so that a context can leave the monolith without being noticed.',
      severity: 'error',
      from: { path: '^(subgraphs|workers|router|packages)/', pathNot: ['^subgraphs/legacy/', notTests] },
      to: { path: '^(monolith|subgraphs/legacy)/' },
    },
    {
      name: 'legacy-speaks-rest',
      comment: 'The wrapper knows the REST API of the monolith, not its code.',
      severity: 'error',
      from: { path: '^subgraphs/legacy/', pathNot: notTests },
      to: { path: '^monolith/' },
    },
    {
      name: 'no-subgraph-imports-another',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^(subgraphs|workers)/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'workers-reach-contexts-through-the-graph',
      comment: 'The ticket workflow worker is the ticket context as well: it shares domain, storage, commands, queries and messaging.',
      severity: 'error',
      from: { path: '^workers/', pathNot: notTests },
      to: { path: '^(subgraphs|router|monolith)/', pathNot: '^subgraphs/ticket/src/(domain|storage|commands|queries|messaging)/' },
    },
    {
      name: 'only-the-ticket-worker-shares-ticket',
      severity: 'error',
      from: { path: '^workers/(?!ticket-workflow/)' },
      to: { path: '^subgraphs/' },
    },
    {
      name: 'packages-know-no-context',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(subgraphs|workers|router|monolith|migration|launcher|e2e)/' },
    },
    {
      name: 'tests-stay-in-tests',
      comment: 'Builders and throw-away servers are not for running code.',
      severity: 'error',
      from: { path: '^(subgraphs|workers|router|monolith|packages)/', pathNot: notTests },
      to: { path: '/testing/|\\.spec\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/generated/'] },
    exclude: { path: ['^scaffold/template', '^\\.data'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
