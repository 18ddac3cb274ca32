import type { Call, Route } from './call.js';
import { requireActiveExperiment } from './experiment-routes.js';
import { absent, invalid, Problem } from './problem.js';
import { latestOfEach, wireMetric } from './run-wire.js';
import { parseFilter } from './search-filter.js';
import type { FakeState, StoredLoggedModel } from './state.js';
import { paged, wirePairs, withoutEmpty } from './wire.js';

const STATUSES = ['LOGGED_MODEL_PENDING', 'LOGGED_MODEL_READY', 'LOGGED_MODEL_UPLOAD_FAILED'];

export const LOGGED_MODEL_ROUTES: readonly Route[] = [
  { method: 'POST', path: /^logged-models$/, since: 3, answer: create },
  { method: 'POST', path: /^logged-models\/search$/, since: 3, answer: search },
  { method: 'POST', path: /^logged-models\/([^/]+)\/params$/, since: 3, answer: logParams },
  { method: 'PATCH', path: /^logged-models\/([^/]+)\/tags$/, since: 3, answer: setTags },
  { method: 'PATCH', path: /^logged-models\/([^/]+)$/, since: 3, answer: finalize },
  {
    method: 'GET',
    path: /^logged-models\/([^/]+)$/,
    since: 3,
    answer: ({ state, captured }) => ({ model: wire(state, loggedModelOf(state, captured[0] ?? '')) }),
  },
  { method: 'DELETE', path: /^logged-models\/([^/]+)$/, since: 3, answer: remove },
];

/** @throws Problem when there is none of this id, or it was deleted */
export function loggedModelOf(state: FakeState, modelId: string): StoredLoggedModel {
  const model = state.loggedModels.get(modelId);
  if (model === undefined || model.isDeleted) throw absent(`Logged model with ID '${modelId}' not found.`);
  return model;
}

function create({ state, body }: Call): object {
  const experiment = requireActiveExperiment(state, body.text('experiment_id'));
  const name = body.optionalText('name') ?? `unleashed-deer-${state.loggedModels.size}`;
  if (name === '' || /[/:.%"']/.test(name)) throw invalid(`Invalid model name ('${name}') provided.`);
  const modelId = `m-${state.newId()}`;
  const model: StoredLoggedModel = {
    modelId,
    experimentId: experiment.experimentId,
    name,
    modelType: body.optionalText('model_type') ?? '',
    sourceRunId: body.optionalText('source_run_id') ?? '',
    artifactUri: `${experiment.artifactLocation}/models/${modelId}/artifacts`,
    createdAt: Date.now(),
    status: 'LOGGED_MODEL_PENDING',
    isDeleted: false,
    params: new Map(body.pairs('params')),
    tags: new Map(body.pairs('tags')),
  };
  state.loggedModels.set(modelId, model);
  return { model: wire(state, model) };
}

function search({ state, body }: Call): object {
  const experimentIds = body.texts('experiment_ids');
  const matches = parseFilter(body.optionalText('filter'));
  const found = [...state.loggedModels.values()].filter(
    (model) =>
      !model.isDeleted &&
      experimentIds.includes(model.experimentId) &&
      matches((kind, key) => {
        if (kind === 'tag') return model.tags.get(key);
        if (kind === 'param') return model.params.get(key);
        return { name: model.name, model_id: model.modelId, source_run_id: model.sourceRunId }[key];
      }),
  );
  const { items, next_page_token } = paged(found, body, body.optionalInteger('max_results') ?? 50);
  return withoutEmpty({ models: items.map((model) => wire(state, model)), next_page_token });
}

function logParams({ state, body }: Call): object {
  const { params } = loggedModelOf(state, body.text('model_id'));
  for (const [key, value] of body.pairs('params')) {
    if (params.has(key))
      throw new Problem('BAD_REQUEST', '(sqlite3.IntegrityError) UNIQUE constraint failed');
    params.set(key, value);
  }
  return {};
}

function setTags({ state, body, captured }: Call): object {
  const { tags } = loggedModelOf(state, captured[0] ?? '');
  for (const [key, value] of body.pairs('tags')) tags.set(key, value);
  return {};
}

/** The body must repeat the id, which the path has already. */
function finalize({ state, body }: Call): object {
  const model = loggedModelOf(state, body.text('model_id'));
  const status = body.text('status');
  model.status = STATUSES[Number(status) - 1] ?? status;
  if (!STATUSES.includes(model.status))
    throw invalid(`Invalid value "${status}" for parameter 'status' supplied.`);
  return { model: wire(state, model) };
}

function remove({ state, captured }: Call): object {
  const model = state.loggedModels.get(captured[0] ?? '');
  if (model === undefined) throw absent(`Logged model with ID '${captured[0]}' not found.`);
  model.isDeleted = true;
  return {};
}

function wire(state: FakeState, model: StoredLoggedModel): object {
  const metrics = [...state.runs.values()]
    .flatMap((run) => run.metrics)
    .filter(({ modelId }) => modelId === model.modelId);
  return {
    info: withoutEmpty({
      model_id: model.modelId,
      experiment_id: model.experimentId,
      name: model.name,
      creation_timestamp_ms: model.createdAt,
      last_updated_timestamp_ms: model.createdAt,
      artifact_uri: model.artifactUri,
      status: model.status,
      model_type: model.modelType,
      source_run_id: model.sourceRunId,
      tags: wirePairs(model.tags),
    }),
    data: withoutEmpty({
      params: wirePairs(model.params),
      metrics: latestOfEach(metrics).map(wireMetric),
    }),
  };
}
