/**
 * Limits of the tracking server, MLflow 2.22 and 3.x (mlflow/utils/validation.py and the widths of its tables).
 * Lengths count code points, not UTF-16 units.
 */
export const LIMITS = {
  /** Metrics, params and tags of one log-batch call, and all of them together. */
  metricsPerBatch: 1000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  entriesPerBatch: 1000,
  /** Bytes of a log-batch body: MLflow names 1 MB, proxies in front of it often enforce it. */
  batchBytes: 950_000,
  keyLength: 250,
  paramLength: 6000,
  runTagLength: 8000,
  experimentNameLength: 500,
  experimentTagLength: 5000,
  registryTagKeyLength: 250,
  registryTagLength: 100_000,
  aliasLength: 255,
  datasetNameLength: 500,
  datasetDigestLength: 36,
  datasetSourceLength: 65_535,
  datasetSchemaLength: 1_048_575,
  datasetProfileLength: 16_777_215,
  loggedModelParamsPerCall: 100,
} as const;

/** Number of code points, which is what MLflow's limits count. */
export function codePointLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const isPair = unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(index + 1));
    if (isPair) index += 1;
    length += 1;
  }
  return length;
}

/** The first `length` code points of `text`; never half of a character. */
export function cutToCodePoints(text: string, length: number): string {
  if (text.length <= length) return text;
  let units = 0;
  for (let points = 0; points < length && units < text.length; points += 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, units);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
