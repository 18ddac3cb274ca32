// Who may import whom (docs/architecture.md). test/unit/import-rules.spec.ts plants violations of every
// rule and expects them to be found.

/** Each library and the libraries it may import. From the bottom up: nothing imports what stands below it. */
export const layers = {
  platform: [],
  // Of a thread that computes beside the requests: it loads none of Nest, which takes time and memory once per thread.
  threads: [],
  database: ['platform'],
  jobs: ['database', 'platform'],
  audit: ['database', 'platform'],
  auth: ['audit', 'database', 'platform'],
  datasets: ['ml', 'auth', 'audit', 'database', 'platform'],
  // A model is a named predictor on a dataset, so models know datasets; datasets know no model.
  models: ['datasets', 'ml', 'auth', 'audit', 'database', 'platform'],
  training: [
    'models',
    'datasets',
    'ml',
    'mlflow-ts-client',
    'auth',
    'audit',
    'jobs',
    'threads',
    'database',
    'platform',
  ],
  'mlflow-delivery': [
    'training',
    'models',
    'datasets',
    'ml',
    'mlflow-ts-client',
    'audit',
    'database',
    'platform',
  ],
  prediction: ['models', 'datasets', 'ml', 'auth', 'audit', 'database', 'platform'],
  // Answers as predictions do, for a whole dataset.
  'batch-predictions': [
    'prediction',
    'models',
    'datasets',
    'auth',
    'audit',
    'jobs',
    'database',
    'threads',
    'platform',
  ],
  // What a prediction means for whom it is about: score, decision, reasons, what would change it.
  decisions: ['prediction', 'models', 'datasets', 'ml', 'auth', 'audit', 'database', 'platform'],
  customers: [
    'decisions',
    'training',
    'prediction',
    'models',
    'datasets',
    'ml',
    'auth',
    'audit',
    'database',
    'platform',
  ],
  clients: ['training', 'prediction', 'models', 'datasets', 'auth', 'audit', 'database', 'platform'],
  employees: ['training', 'prediction', 'models', 'datasets', 'auth', 'audit', 'database', 'platform'],
  // Pure: these could leave this repository as they are.
  ml: [],
  'mlflow-ts-client': [],
  sdk: [],
};

const pure = ['ml', 'mlflow-ts-client', 'sdk'];
const spec = '\\.spec\\.ts$|^libs/[^/]+/testing/';

const layerRules = Object.entries(layers).map(([library, allowed]) => ({
  name: `layers-${library}`,
  severity: 'error',
  comment:
    allowed.length === 0
      ? `libs/${library} stands at the bottom: it imports no other library.`
      : `libs/${library} may import only ${allowed.join(', ')}. What it wants from above belongs below, or the caller should pass it in.`,
  from: { path: `^libs/${library}/`, pathNot: spec },
  to: { path: '^libs/', pathNot: `^libs/(?:${[library, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    {
      name: 'unknown-library',
      severity: 'error',
      comment: 'A new library must first be given its place in the layers of .dependency-cruiser.mjs.',
      from: { path: '^libs/', pathNot: `^libs/(?:${Object.keys(layers).join('|')})/` },
      to: {},
    },
    {
      name: 'only-through-index',
      severity: 'error',
      comment:
        'What a library keeps to itself may change any day. Import it as #libs/<name>; export there what others need.',
      from: { path: '^(?:apps|libs/([^/]+))/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/index\\.ts$'] },
    },
    {
      name: 'only-by-name',
      severity: 'error',
      comment:
        'Libraries are imported as #libs/<name>, never by a relative path: one way, which the layers can read.',
      from: { path: '^(?:apps|libs/([^/]+))/' },
      to: {
        path: '^libs/[^/]+/index\\.ts$',
        pathNot: '^libs/$1/',
        dependencyTypesNot: ['aliased-subpath-import'],
      },
    },
    {
      name: 'pure-libraries',
      severity: 'error',
      comment:
        'These libraries import nothing but themselves, not even packages or Node: they run anywhere and their results depend on their inputs alone.',
      from: { path: `^libs/(${pure.join('|')})/`, pathNot: spec },
      to: { pathNot: ['^libs/$1/', '^(?:node:)?worker_threads$'] },
    },
    {
      name: 'threads-in-one-place',
      severity: 'error',
      comment:
        'Training shares its memory with helper threads, which no standard but Node offers. libs/ml/kernels alone knows of them.',
      from: { path: `^libs/(?:${pure.join('|')})/`, pathNot: [spec, '^libs/ml/kernels/'] },
      to: { path: '^(?:node:)?worker_threads$' },
    },
    {
      name: 'test-support-stays-in-tests',
      severity: 'error',
      comment: 'The testing/ folder of a library may use development packages and is not built.',
      from: { path: '^(?:apps|libs|migrations)/', pathNot: spec },
      to: { path: '^libs/[^/]+/testing/' },
    },
    {
      name: 'libraries-know-no-application',
      severity: 'error',
      comment: 'Applications are made of libraries, not the other way round.',
      from: { path: '^(?:libs|migrations)/' },
      to: { path: '^(?:apps|test|bench|scripts)/' },
    },
    {
      name: 'worker-is-the-api-minus-http',
      severity: 'error',
      comment:
        'The worker shares the list of feature modules with the API, and nothing else: anything more would bring HTTP into it.',
      from: { path: '^apps/worker/' },
      to: { path: '^apps/', pathNot: ['^apps/worker/', '^apps/api/src/feature-modules\\.ts$'] },
    },
    {
      name: 'api-stands-alone',
      severity: 'error',
      comment: 'The API knows neither the worker nor the command line; the command line may start both.',
      from: { path: '^apps/api/' },
      to: { path: '^apps/', pathNot: '^apps/api/' },
    },
    {
      name: 'migrations-stand-alone',
      severity: 'error',
      comment:
        'A released migration never changes; what it imported would. It may know TypeORM and its neighbours only.',
      from: { path: '^migrations/' },
      to: { pathNot: ['^migrations/', 'node_modules/typeorm/'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'In a cycle nothing can be understood, tested or loaded alone; in ESM with decorators it also breaks at start. Types alone may refer to each other.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'Packages of devDependencies are absent in production.',
      from: { path: '^(?:apps|libs|migrations)/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'declared-packages',
      severity: 'error',
      comment: 'A package that package.json does not name is there by luck.',
      from: { path: '^(?:apps|libs|migrations)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|coverage)/|^libs/ml/[^/]+/assembly/' },
    // Type-only imports are dependencies of the design too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // "types" leads #libs/<name> to the source instead of dist/.
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
};
