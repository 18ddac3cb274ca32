import { codePointLength, cutToCodePoints, LIMITS } from '../limits.js';
import { invalidArgument } from '../mlflow-error.js';
import type { CutValue, RunBatch } from './run.js';
import { wireMetric } from './run-wire.js';

type Kind = 'params' | 'metrics' | 'tags';

/** One log-batch body without its run id. */
export interface BatchBody {
  readonly params: object[];
  readonly metrics: object[];
  readonly tags: object[];
}

export interface PlannedBatches {
  readonly bodies: readonly BatchBody[];
  readonly cutValues: readonly CutValue[];
}

const PER_BATCH: Readonly<Record<Kind, number>> = {
  params: LIMITS.paramsPerBatch,
  metrics: LIMITS.metricsPerBatch,
  tags: LIMITS.tagsPerBatch,
};

/**
 * Splits what is to be logged into bodies within the server's limits, in the order params, metrics, tags, and cuts
 * values that are too long for it.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE naming every key that is empty or too long, before anything is sent:
 *   the server would have taken the batches before it.
 */
export function planBatches(batch: RunBatch): PlannedBatches {
  const metrics = batch.metrics ?? [];
  requireKeys({ ...batch, metrics });
  const cutValues: CutValue[] = [];
  const builder = new BodyBuilder();
  for (const [key, value] of Object.entries(batch.params ?? {})) {
    builder.add('params', { key, value: cut('param', key, value, LIMITS.paramLength, cutValues) });
  }
  for (const metric of metrics) builder.add('metrics', wireMetric(metric));
  for (const [key, value] of Object.entries(batch.tags ?? {})) {
    builder.add('tags', { key, value: cut('tag', key, value, LIMITS.runTagLength, cutValues) });
  }
  return { bodies: builder.bodies, cutValues };
}

function requireKeys(batch: RunBatch): void {
  const keys = [
    ...Object.keys(batch.params ?? {}).map((key) => ['param', key] as const),
    ...(batch.metrics ?? []).map(({ key }) => ['metric', key] as const),
    ...Object.keys(batch.tags ?? {}).map((key) => ['tag', key] as const),
  ];
  const problems = new Set<string>();
  for (const [kind, key] of keys) {
    if (key === '') problems.add(`a ${kind} has an empty key`);
    else if (key.length > LIMITS.keyLength && codePointLength(key) > LIMITS.keyLength) {
      problems.add(`the key of ${kind} "${cutToCodePoints(key, 40)}…" is longer than ${LIMITS.keyLength}`);
    }
  }
  for (const { key, timestamp, step } of batch.metrics ?? []) {
    if (Number.isNaN(timestamp.getTime())) problems.add(`metric "${key}" has an invalid timestamp`);
    if (step !== undefined && !Number.isSafeInteger(step))
      problems.add(`the step of metric "${key}" is no integer`);
  }
  if (problems.size > 0) throw invalidArgument(`The batch cannot be logged: ${[...problems].join('; ')}.`);
}

function cut(
  kind: CutValue['kind'],
  key: string,
  value: string,
  limit: number,
  cutValues: CutValue[],
): string {
  const kept = cutToCodePoints(value, limit);
  if (kept.length < value.length) {
    cutValues.push({ kind, key, length: codePointLength(value), keptLength: limit });
  }
  return kept;
}

class BodyBuilder {
  readonly bodies: BatchBody[] = [];
  private count = 0;
  private bytes = 0;

  add(kind: Kind, entry: object): void {
    const bytes = new TextEncoder().encode(JSON.stringify(entry)).length + 1;
    let body = this.bodies.at(-1);
    const isFull =
      body === undefined ||
      body[kind].length >= PER_BATCH[kind] ||
      this.count >= LIMITS.entriesPerBatch ||
      this.bytes + bytes > LIMITS.batchBytes;
    if (body === undefined || isFull) {
      body = { params: [], metrics: [], tags: [] };
      this.bodies.push(body);
      this.count = 0;
      this.bytes = 0;
    }
    body[kind].push(entry);
    this.count += 1;
    this.bytes += bytes;
  }
}
