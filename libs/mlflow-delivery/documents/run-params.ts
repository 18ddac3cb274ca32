import type { HyperparameterValue } from '#libs/ml';
import type { DeliveredRun } from './delivered-run.js';
import { LIMITS } from '#libs/mlflow-ts-client';
import { cut, listed, validKey } from './limits.js';
import type { LoggedText } from './logged-values.js';
import { splitSentence, thresholdRuleSentence } from './sentences.js';

type ParamValue = string | number | null | undefined;

/** What was chosen before anything was learned: algorithm, hyperparameters, options, data. */
export function runParams(delivered: DeliveredRun): LoggedText[] {
  const { run, version } = delivered;
  const trained = version?.row.algorithm ?? run.trained_algorithm ?? run.algorithm;
  const hyperparameters = version?.row.hyperparameters ?? run.hyperparameters;
  const asked =
    trained === run.algorithm
      ? {}
      : { requested_algorithm: run.algorithm, ...prefixed(run.algorithm, run.hyperparameters) };
  const params = new Map<string, string>();
  const groups = [
    { algorithm: trained },
    dataParams(delivered),
    optionParams(delivered),
    epochParams(trained, hyperparameters),
    hyperparameters,
    asked,
  ];
  for (const [name, value] of groups.flatMap((group) => Object.entries<unknown>(group))) {
    const key = validKey(name);
    // Of two that mean different things under one name the run's own comes first, and stays.
    if (value !== null && value !== undefined && !params.has(key))
      params.set(key, cut(textOf(value), LIMITS.paramLength));
  }
  return Array.from(params, ([key, value]) => ({ key, value }));
}

function dataParams({ run, model, dataset, version }: DeliveredRun): Record<string, ParamValue> {
  const derived = model.derived?.map(({ name }) => name) ?? [];
  return {
    source: dataset.name === dataset.relation ? dataset.name : `${dataset.name} (${dataset.relation})`,
    n_rows: run.n_rows,
    target: model.target,
    // The version's own: the model may have been declared anew since.
    features: listed(version?.row.features.map(({ name }) => name) ?? model.features, LIMITS.paramLength),
    ...(derived.length > 0 ? { derived_features: listed(derived, LIMITS.paramLength) } : {}),
    seed: run.seed,
    test_size: run.test_size,
    split: splitSentence(run.options.split),
  };
}

function optionParams({ run }: DeliveredRun): Record<string, ParamValue> {
  const { calibration, threshold, interval_coverage } = run.options;
  return {
    calibration,
    threshold_rule: threshold && thresholdRuleSentence(threshold),
    interval_coverage,
    origin: run.origin?.kind,
    origin_uri: run.origin?.uri,
    origin_sha256: run.origin?.sha256,
  };
}

/** The name by which users of other libraries look for it. `batch_size` is called so anyway. */
function epochParams(
  algorithm: string,
  { max_iter }: Readonly<Record<string, HyperparameterValue>>,
): Record<string, ParamValue> {
  return algorithm === 'mlp' && typeof max_iter === 'number' ? { epochs: max_iter } : {};
}

function prefixed(
  prefix: string,
  values: Readonly<Record<string, HyperparameterValue>>,
): Record<string, HyperparameterValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
