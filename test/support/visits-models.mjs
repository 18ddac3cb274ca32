// Preloaded into a server under test (--import): declares a dataset of the tests and a model of each kind on it,
// as a use case of the product declares its own while the application is wired.
import { isMainThread } from 'node:worker_threads';

const column = (name, kind, more = {}) => ({
  name,
  kind,
  description: name,
  nullable: false,
  optional: false,
  sensitive: false,
  ...more,
});

const visits = {
  name: 'visits',
  origin: 'built_in',
  relation: 'visits',
  identifier: 'id',
  splitColumns: [
    { name: 'household', kind: 'group' },
    { name: 'seen_at', kind: 'time' },
  ],
  columns: [
    column('pages', 'numeric', { unit: 'pages' }),
    column('minutes', 'numeric', { unit: 'minutes', nullable: true, optional: true }),
    column('source', 'categorical'),
    column('known', 'boolean'),
    column('campaign', 'categorical', { nullable: true, optional: true }),
    column('subscribed', 'boolean', { nullable: true, optional: true }),
    column('bought', 'boolean', { nullable: true, optional: true }),
    column('tier', 'categorical', { nullable: true, optional: true }),
    column('spent', 'numeric', { unit: 'EUR', nullable: true, optional: true }),
  ],
};
const features = ['pages', 'minutes', 'source', 'known'];
const model = (name, task, target, derived = []) => ({
  name,
  task,
  target,
  features,
  derived,
  description: `${target} of a visit`,
  dataset: 'visits',
  origin: 'built_in',
});
const models = [
  model('purchase', 'binary', 'bought'),
  model('customer-tier', 'multiclass', 'tier'),
  model('spending', 'regression', 'spent', [
    { name: 'pages_beside_others', expression: 'pages / mean(pages, source) + mean(minutes)' },
  ]),
  {
    ...model('repeat-purchase', 'binary', 'bought'),
    features: [...features, 'campaign', 'subscribed'],
  },
];

// Training threads inherit the preload; they need none of it.
if (isMainThread) {
  const { ModelRegistry } = await import('#libs/models');
  const bootstrap = ModelRegistry.prototype.onApplicationBootstrap;
  ModelRegistry.prototype.onApplicationBootstrap = function () {
    this.datasets.register(visits);
    for (const definition of models) this.declare(definition);
    return bootstrap.call(this);
  };
}
