import type { Call, Fields, Route } from './call.js';
import { invalid } from './problem.js';
import { requireActiveRun } from './run-routes.js';
import type { StoredMetric, StoredRun } from './state.js';

const LARGEST = Number.MAX_VALUE;
const LIMITS = { metrics: 1000, params: 100, tags: 100, all: 1000, key: 250, param: 6000, tag: 8000 };

export const BATCH_ROUTES: readonly Route[] = [
  { method: 'POST', path: /^runs\/log-batch$/, answer: logBatch },
  {
    method: 'POST',
    path: /^runs\/log-metric$/,
    answer: ({ state, body }) => logMetrics(requireActiveRun(state, body.text('run_id')), [readMetric(body)]),
  },
  {
    method: 'POST',
    path: /^runs\/log-parameter$/,
    answer: ({ state, body }) =>
      logParams(requireActiveRun(state, body.text('run_id')), [[body.text('key'), body.text('value')]]),
  },
  {
    method: 'POST',
    path: /^runs\/set-tag$/,
    answer: ({ state, body }) =>
      setTags(requireActiveRun(state, body.text('run_id')), [[body.text('key'), body.text('value')]]),
  },
];

/** Not atomic across kinds: params are kept when the metrics after them fail. */
function logBatch({ state, body }: Call): object {
  const runId = body.text('run_id');
  const metrics = body.list('metrics').map(readMetric);
  const params = body.pairs('params');
  const tags = body.pairs('tags');
  requireCount('metrics', metrics.length, LIMITS.metrics);
  requireCount('params', params.length, LIMITS.params);
  requireCount('tags', tags.length, LIMITS.tags);
  requireCount('metrics, params, and tags', metrics.length + params.length + tags.length, LIMITS.all);
  const keys = params.map(([key]) => key);
  const twice = keys.filter((key, index) => keys.indexOf(key) < index);
  if (twice.length > 0)
    throw invalid(`Duplicate parameter keys have been submitted: ['${twice.join("', '")}'].`);
  const run = requireActiveRun(state, runId);
  logParams(run, params);
  logMetrics(run, metrics);
  return setTags(run, tags);
}

function readMetric(fields: Fields): StoredMetric {
  const key = requireKey('Metric name', fields.text('key'));
  const timestamp = fields.integer('timestamp');
  const value = fields.double('value');
  return {
    key,
    // SQL stores keep NaN beside the value, but clamp infinities.
    value: Math.max(-LARGEST, Math.min(LARGEST, value)),
    timestamp,
    step: fields.optionalInteger('step') ?? 0,
    modelId: fields.optionalText('model_id'),
  };
}

function logMetrics(run: StoredRun, metrics: readonly StoredMetric[]): object {
  for (const metric of metrics) {
    const isKnown = run.metrics.some(
      (known) =>
        known.key === metric.key &&
        known.step === metric.step &&
        known.timestamp === metric.timestamp &&
        Object.is(known.value, metric.value),
    );
    if (!isKnown) run.metrics.push(metric);
  }
  return {};
}

function logParams(run: StoredRun, params: readonly (readonly [string, string])[]): object {
  const changed = params.filter(([key, value]) => {
    const known = run.params.get(requireKey('Param key', key));
    return known !== undefined && known !== cut(value, LIMITS.param);
  });
  if (changed.length > 0) {
    const keys = changed.map(([key]) => `{'key': '${key}'}`).join(', ');
    throw invalid(`Changing param values is not allowed. Params were already logged='[${keys}]'.`);
  }
  for (const [key, value] of params) run.params.set(key, cut(value, LIMITS.param));
  return {};
}

function setTags(run: StoredRun, tags: readonly (readonly [string, string])[]): object {
  for (const [key, value] of tags) {
    run.tags.set(requireKey('Tag name', key), cut(value, LIMITS.tag));
    if (key === 'mlflow.runName') run.runName = value;
  }
  return {};
}

function requireKey(what: string, key: string): string {
  if ([...key].length > LIMITS.key)
    throw invalid(`'${what}' exceeds the maximum length of ${LIMITS.key} characters`);
  const isPath = key.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (isPath && /^[\p{L}\p{N}_/. :-]+$/u.test(key)) return key;
  throw invalid(
    `Invalid value "${key}" for parameter '${what}' supplied: Names may only contain alphanumerics, …`,
  );
}

function requireCount(what: string, count: number, limit: number): void {
  if (count <= limit) return;
  throw invalid(`A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}.`);
}

function cut(value: string, length: number): string {
  return value.length <= length ? value : [...value].slice(0, length).join('');
}
