import type { Call, Route } from './call.js';
import { isInView, pageSize, requireActiveExperiment } from './experiment-routes.js';
import { absent, invalid, Problem } from './problem.js';
import { latestOfEach, wireInfo, wireMetric, wireRun } from './run-wire.js';
import { parseFilter, type Lookup } from './search-filter.js';
import type { FakeState, StoredRun } from './state.js';
import { paged, withoutEmpty } from './wire.js';

const HISTORY_LIMIT = 8000;
const MODEL_FIELDS = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'];

export const RUN_ROUTES: readonly Route[] = [
  { method: 'POST', path: /^runs\/create$/, answer: create },
  { method: 'POST', path: /^runs\/update$/, answer: update },
  {
    method: 'GET',
    path: /^runs\/get$/,
    answer: ({ state, query }) => ({ run: wireRun(runOf(state, query.get('run_id') ?? '')) }),
  },
  { method: 'POST', path: /^runs\/search$/, answer: search },
  { method: 'POST', path: /^runs\/delete-tag$/, answer: deleteTag },
  { method: 'GET', path: /^metrics\/get-history$/, answer: history },
  { method: 'POST', path: /^runs\/log-inputs$/, answer: logInputs },
  { method: 'POST', path: /^runs\/outputs$/, since: 3, answer: logOutputs },
  { method: 'POST', path: /^runs\/log-model$/, answer: logModel },
  { method: 'POST', path: /^runs\/delete$/, answer: (call) => move(call, 'deleted') },
  { method: 'POST', path: /^runs\/restore$/, answer: (call) => move(call, 'active') },
];

/** @throws Problem when there is none of this id */
export function runOf(state: FakeState, runId: string): StoredRun {
  const run = state.runs.get(runId);
  if (run === undefined) throw absent(`Run with id=${runId} not found`);
  return run;
}

export function requireActiveRun(state: FakeState, runId: string): StoredRun {
  const run = runOf(state, runId);
  if (run.lifecycleStage === 'active') return run;
  throw invalid(`The run ${runId} must be in the 'active' state. Current state is ${run.lifecycleStage}.`);
}

function create({ state, body }: Call): object {
  const experiment = requireActiveExperiment(state, body.text('experiment_id'));
  const tags = new Map(body.pairs('tags'));
  const named = body.optionalText('run_name');
  const tagged = tags.get('mlflow.runName');
  if (named !== undefined && tagged !== undefined && named !== tagged) {
    throw invalid(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values.`,
    );
  }
  const runId = state.newId();
  const runName = named ?? tagged ?? `valuable-cat-${state.runs.size}`;
  tags.set('mlflow.runName', runName);
  const run: StoredRun = {
    runId,
    experimentId: experiment.experimentId,
    artifactUri: `${experiment.artifactLocation}/${runId}/artifacts`,
    userId: body.optionalText('user_id') ?? '',
    startTime: body.optionalInteger('start_time'),
    runName,
    status: 'RUNNING',
    endTime: undefined,
    lifecycleStage: 'active',
    params: new Map(),
    tags,
    metrics: [],
    datasets: [],
    outputs: [],
  };
  state.runs.set(runId, run);
  return { run: wireRun(run) };
}

function update({ state, body }: Call): object {
  const run = requireActiveRun(state, body.text('run_id'));
  run.status = body.optionalText('status') ?? run.status;
  run.endTime = body.optionalInteger('end_time') ?? run.endTime;
  run.runName = body.optionalText('run_name') ?? run.runName;
  run.tags.set('mlflow.runName', run.runName);
  return { run_info: wireInfo(run) };
}

function search({ state, body }: Call): object {
  const experimentIds = body.texts('experiment_ids');
  const matches = parseFilter(body.optionalText('filter'));
  const view = body.optionalText('run_view_type');
  const found = [...state.runs.values()].filter(
    (run) =>
      experimentIds.includes(run.experimentId) &&
      isInView(run.lifecycleStage, view) &&
      matches(lookupIn(run)),
  );
  const { items, next_page_token } = paged(found, body, pageSize(body, 1000));
  return withoutEmpty({ runs: items.map(wireRun), next_page_token });
}

function lookupIn(run: StoredRun): Lookup {
  return (kind, key) => {
    if (kind === 'tag') return run.tags.get(key);
    if (kind === 'param' || kind === 'parameter') return run.params.get(key);
    if (kind === 'metric') return latestOfEach(run.metrics).find((metric) => metric.key === key)?.value;
    return { run_id: run.runId, status: run.status, run_name: run.runName, user_id: run.userId }[key];
  };
}

function deleteTag({ state, body }: Call): object {
  const run = requireActiveRun(state, body.text('run_id'));
  const key = body.text('key');
  if (!run.tags.delete(key)) throw absent(`No tag with name: ${key} in run with id ${run.runId}`);
  return {};
}

function history({ state, query }: Call): object {
  const { metrics } = runOf(state, query.get('run_id') ?? '');
  const found = metrics.filter(({ key }) => key === query.get('metric_key'));
  const fields = { optionalText: (name: string) => query.get(name) ?? undefined };
  const { items, next_page_token } = paged(
    found,
    fields,
    Number(query.get('max_results') ?? found.length) || 1,
  );
  return withoutEmpty({ metrics: items.map(wireMetric), next_page_token });
}

function logInputs({ state, body }: Call): object {
  const run = requireActiveRun(state, body.text('run_id'));
  for (const input of body.list('datasets')) {
    const dataset = input.object('dataset');
    const name = dataset.text('name');
    const digest = dataset.text('digest');
    if (digest.length > 36) throw invalid("'digest' exceeds the maximum length of 36 characters");
    if (run.datasets.some((known) => known.name === name && known.digest === digest)) continue;
    run.datasets.push({
      name,
      digest,
      sourceType: dataset.text('source_type'),
      source: dataset.text('source'),
      schema: dataset.optionalText('schema'),
      profile: dataset.optionalText('profile'),
      tags: new Map(input.pairs('tags')),
    });
  }
  return {};
}

/** A link that is there already violates a key of the real server's database. */
function logOutputs({ state, body }: Call): object {
  const run = requireActiveRun(state, body.text('run_id'));
  const outputs = body.list('models').map((model) => ({
    modelId: model.text('model_id'),
    step: model.optionalInteger('step') ?? 0,
  }));
  if (outputs.some(({ modelId }) => run.outputs.some((known) => known.modelId === modelId))) {
    throw new Problem(
      'BAD_REQUEST',
      '(sqlite3.IntegrityError) UNIQUE constraint failed: inputs.source_type\n[SQL: …]',
    );
  }
  run.outputs.push(...outputs);
  return {};
}

function logModel({ state, body }: Call): object {
  const run = requireActiveRun(state, body.text('run_id'));
  const model = parse(body.text('model_json'));
  const missing = MODEL_FIELDS.filter((field) => !(field in model));
  if (missing.length > 0)
    throw invalid(`Model json is missing mandatory fields: {'${missing.join("', '")}'}`);
  const known = JSON.parse(run.tags.get('mlflow.log-model.history') ?? '[]') as object[];
  const text = JSON.stringify([...known, model]);
  if (text.length > HISTORY_LIMIT) throw invalid("'Tag value' exceeds the maximum length of 8000 characters");
  run.tags.set('mlflow.log-model.history', text);
  return {};
}

function parse(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw invalid(`Malformed model info. \n ${text} \n is not a valid JSON.`);
  }
}

function move({ state, body }: Call, lifecycleStage: 'active' | 'deleted'): object {
  runOf(state, body.text('run_id')).lifecycleStage = lifecycleStage;
  return {};
}
