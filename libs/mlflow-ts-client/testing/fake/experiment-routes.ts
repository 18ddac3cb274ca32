import type { Call, Fields, Route } from './call.js';
import { absent, invalid, Problem } from './problem.js';
import { parseFilter } from './search-filter.js';
import type { FakeState, StoredExperiment } from './state.js';
import { paged, wirePairs, withoutEmpty } from './wire.js';

export const EXPERIMENT_ROUTES: readonly Route[] = [
  { method: 'GET', path: /^experiments\/get-by-name$/, answer: getByName },
  {
    method: 'GET',
    path: /^experiments\/get$/,
    answer: ({ state, query }) => ({
      experiment: wire(experimentOf(state, query.get('experiment_id') ?? '')),
    }),
  },
  { method: 'POST', path: /^experiments\/create$/, answer: create },
  { method: 'POST', path: /^experiments\/search$/, answer: search },
  { method: 'POST', path: /^experiments\/delete$/, answer: (call) => move(call, 'active', 'deleted') },
  { method: 'POST', path: /^experiments\/restore$/, answer: (call) => move(call, 'deleted', 'active') },
  { method: 'POST', path: /^experiments\/set-experiment-tag$/, answer: setTag },
];

/** @throws Problem when there is none of this id */
export function experimentOf(state: FakeState, experimentId: string): StoredExperiment {
  const experiment = state.experiments.get(experimentId);
  if (experiment === undefined) throw absent(`No Experiment with id=${experimentId} exists`);
  return experiment;
}

export function requireActiveExperiment(state: FakeState, experimentId: string): StoredExperiment {
  const experiment = experimentOf(state, experimentId);
  if (experiment.lifecycleStage === 'active') return experiment;
  throw invalid(
    `The experiment ${experimentId} must be in the 'active' state. Current state is ${experiment.lifecycleStage}.`,
  );
}

export function isInView(lifecycleStage: string, view: string | undefined): boolean {
  return view === 'ALL' || lifecycleStage === (view === 'DELETED_ONLY' ? 'deleted' : 'active');
}

/** MLflow refuses a page size of nothing, which is what a body without one says. */
export function pageSize(body: Fields, fallback?: number): number {
  const size = body.optionalInteger('max_results') ?? fallback ?? 0;
  if (size <= 0)
    throw invalid(
      `Invalid value ${size} for parameter 'max_results' supplied. It must be a positive integer`,
    );
  return size;
}

function getByName({ state, query }: Call): object {
  const name = query.get('experiment_name');
  const found = [...state.experiments.values()].find((experiment) => experiment.name === name);
  if (found === undefined) throw absent(`Could not find experiment with name '${name}'`);
  return { experiment: wire(found) };
}

function create({ state, body }: Call): object {
  const name = body.text('name');
  if ([...state.experiments.values()].some((experiment) => experiment.name === name)) {
    throw new Problem('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
  }
  const experimentId = String(state.experiments.size + 1);
  state.experiments.set(experimentId, {
    experimentId,
    name,
    artifactLocation: body.optionalText('artifact_location') ?? `${state.artifactRoot}/${experimentId}`,
    lifecycleStage: 'active',
    createdAt: Date.now(),
    tags: new Map(body.pairs('tags')),
  });
  return { experiment_id: experimentId };
}

function search({ state, body }: Call): object {
  const matches = parseFilter(body.optionalText('filter'));
  const view = body.optionalText('view_type');
  const found = [...state.experiments.values()].filter(
    (experiment) =>
      isInView(experiment.lifecycleStage, view) &&
      matches((kind, key) => (kind === 'tag' ? experiment.tags.get(key) : { name: experiment.name }[key])),
  );
  const { items, next_page_token } = paged(found, body, pageSize(body));
  return withoutEmpty({ experiments: items.map(wire), next_page_token });
}

function move({ state, body }: Call, from: string, to: 'active' | 'deleted'): object {
  const experiment = experimentOf(state, body.text('experiment_id'));
  if (experiment.lifecycleStage !== from)
    throw absent(`No Experiment with id=${experiment.experimentId} exists`);
  experiment.lifecycleStage = to;
  for (const run of state.runs.values()) {
    if (run.experimentId === experiment.experimentId) run.lifecycleStage = to;
  }
  return {};
}

function setTag({ state, body }: Call): object {
  const { tags } = requireActiveExperiment(state, body.text('experiment_id'));
  tags.set(body.text('key'), body.text('value'));
  return {};
}

function wire(experiment: StoredExperiment): object {
  return withoutEmpty({
    experiment_id: experiment.experimentId,
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.lifecycleStage,
    creation_time: experiment.createdAt,
    last_update_time: experiment.createdAt,
    tags: wirePairs(experiment.tags),
  });
}
