import { everyItem, type CallOptions, type Page } from '../call-options.js';
import type { RestApi } from '../http/rest-api.js';
import { wirePairs, wireTime } from '../http/wire-values.js';
import { isMlflowError } from '../mlflow-error.js';
import { planBatches } from './batches.js';
import type {
  DatasetInput,
  LoggedBatch,
  Metric,
  ModelOutput,
  NewRun,
  Run,
  RunBatch,
  RunChanges,
  RunSearch,
} from './run.js';
import { readMetric, readRun, wireDatasetInput } from './run-wire.js';

/** Runs: one execution each, with params, metrics, tags, dataset inputs and models. */
export class Runs {
  constructor(private readonly api: RestApi) {}

  /**
   * Makes a run; the server alone chooses its id, so every call makes another run. Not repeated once it may have
   * arrived: give the run a tag of your own and {@link search} for it before you call again.
   */
  async create(run: NewRun, options?: CallOptions): Promise<Run> {
    const body = {
      experiment_id: run.experimentId,
      run_name: run.runName,
      user_id: run.userId,
      start_time: run.startTime.getTime(),
      tags: wirePairs(run.tags),
    };
    return readRun((await this.api.create('runs/create', body, options)).object('run'));
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST */
  async get(runId: string, options?: CallOptions): Promise<Run> {
    return readRun((await this.api.get('runs/get', { run_id: runId }, options)).object('run'));
  }

  /** Changes status, end or name; what is not given stays. */
  async update(changes: RunChanges, options?: CallOptions): Promise<void> {
    const body = {
      run_id: changes.runId,
      status: changes.status,
      end_time: wireTime(changes.endTime),
      run_name: changes.runName,
    };
    await this.api.write('POST', 'runs/update', body, options);
  }

  async search(search: RunSearch, options?: CallOptions): Promise<Page<Run>> {
    const body = {
      experiment_ids: search.experimentIds,
      filter: search.filter,
      order_by: search.orderBy,
      run_view_type: search.viewType,
      max_results: search.pageSize ?? 1000,
      page_token: search.pageToken,
    };
    const reply = await this.api.write('POST', 'runs/search', body, options);
    return { items: reply.list('runs').map(readRun), nextPageToken: reply.optionalText('next_page_token') };
  }

  /** Every page of {@link search}, fetched as it is needed. */
  searchAll(search: RunSearch, options?: CallOptions): AsyncGenerator<Run, void, undefined> {
    return everyItem((pageToken) => this.search({ ...search, pageToken }, options));
  }

  /**
   * Logs any number of metrics, params and tags, in as many requests as the server's limits need. Not atomic: when a
   * later request fails, the earlier ones stay. Repeating the whole call is safe.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for keys the server refuses, and for a param that has another value.
   */
  async logBatch(runId: string, batch: RunBatch, options?: CallOptions): Promise<LoggedBatch> {
    const { bodies, cutValues } = planBatches(batch);
    for (const body of bodies) {
      await this.api.write('POST', 'runs/log-batch', { run_id: runId, ...body }, options);
    }
    return { requestCount: bodies.length, cutValues };
  }

  async setTag(runId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.api.write('POST', 'runs/set-tag', { run_id: runId, key, value }, options);
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST when the run has no such tag. */
  async deleteTag(runId: string, key: string, options?: CallOptions): Promise<void> {
    await this.api.write('POST', 'runs/delete-tag', { run_id: runId, key }, options);
  }

  /** Says which datasets the run read. Repeating is safe. */
  async logInputs(runId: string, datasets: readonly DatasetInput[], options?: CallOptions): Promise<void> {
    const body = { run_id: runId, datasets: datasets.map(wireDatasetInput) };
    await this.api.write('POST', 'runs/log-inputs', body, options);
  }

  /**
   * Says which logged models the run made (3.x). Repeating is safe: the server refuses a link that it has, so what is
   * there is left out, and a refusal after a lost reply is checked against the run.
   */
  async logOutputs(runId: string, models: readonly ModelOutput[], options?: CallOptions): Promise<void> {
    const missing = await this.missingOutputs(runId, models, options);
    if (missing.length === 0) return;
    const body = { run_id: runId, models: missing.map(({ modelId, step }) => ({ model_id: modelId, step })) };
    try {
      await this.api.write('POST', 'runs/outputs', body, options);
    } catch (error) {
      const isRefusal = isMlflowError(error) && error.status !== undefined;
      if (!isRefusal || (await this.missingOutputs(runId, missing, options)).length > 0) throw error;
    }
  }

  private async missingOutputs(
    runId: string,
    models: readonly ModelOutput[],
    options?: CallOptions,
  ): Promise<readonly ModelOutput[]> {
    const { outputModels } = await this.get(runId, options);
    const linked = new Set(outputModels.map(({ modelId }) => modelId));
    return models.filter(({ modelId }) => !linked.has(modelId));
  }

  /**
   * Says that a model directory lies among the run's artifacts: the way of MLflow 2.x. The server appends to the tag
   * `mlflow.log-model.history` (8000 characters in all), so it is not repeated once it may have arrived; an entry
   * twice does no other harm.
   *
   * @param modelJson the MLmodel file as JSON text, with artifact_path, flavors, utc_time_created and run_id.
   */
  async logModel(runId: string, modelJson: string, options?: CallOptions): Promise<void> {
    await this.api.create('runs/log-model', { run_id: runId, model_json: modelJson }, options);
  }

  /** Marks as deleted; {@link restore} brings it back. */
  async delete(runId: string, options?: CallOptions): Promise<void> {
    await this.api.write('POST', 'runs/delete', { run_id: runId }, options);
  }

  async restore(runId: string, options?: CallOptions): Promise<void> {
    await this.api.write('POST', 'runs/restore', { run_id: runId }, options);
  }

  /** Every point of one metric, page after page. */
  metricHistory(runId: string, key: string, options?: CallOptions): AsyncGenerator<Metric, void, undefined> {
    return everyItem(async (pageToken) => {
      const query = { run_id: runId, metric_key: key, max_results: 10_000, page_token: pageToken };
      const reply = await this.api.get('metrics/get-history', query, options);
      return {
        items: reply.list('metrics').map(readMetric),
        nextPageToken: reply.optionalText('next_page_token'),
      };
    });
  }
}
