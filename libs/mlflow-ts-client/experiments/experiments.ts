import { everyItem, type CallOptions, type Page, type Texts } from '../call-options.js';
import type { RestApi } from '../http/rest-api.js';
import { wirePairs } from '../http/wire-values.js';
import { isMlflowError, MlflowError } from '../mlflow-error.js';
import { readExperiment, type Experiment, type ExperimentSearch, type NewExperiment } from './experiment.js';

/** Experiments: the folders of runs. */
export class Experiments {
  constructor(private readonly api: RestApi) {}

  /** The experiment of this name, also a deleted one; undefined when there is none. */
  async getByName(name: string, options?: CallOptions): Promise<Experiment | undefined> {
    try {
      const reply = await this.api.get('experiments/get-by-name', { experiment_name: name }, options);
      return readExperiment(reply.object('experiment'));
    } catch (error) {
      if (isMlflowError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
      throw error;
    }
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST */
  async get(experimentId: string, options?: CallOptions): Promise<Experiment> {
    const reply = await this.api.get('experiments/get', { experiment_id: experimentId }, options);
    return readExperiment(reply.object('experiment'));
  }

  /**
   * Makes an experiment and returns its id. Repeated after a lost reply, which is safe: names are unique.
   *
   * @throws MlflowError RESOURCE_ALREADY_EXISTS when the name is taken, also by a deleted experiment, and possibly by
   *   an earlier attempt of the same call.
   */
  async create(experiment: NewExperiment, options?: CallOptions): Promise<string> {
    const body = {
      name: experiment.name,
      artifact_location: experiment.artifactLocation,
      tags: wirePairs(experiment.tags),
    };
    return (await this.api.write('POST', 'experiments/create', body, options)).text('experiment_id');
  }

  /**
   * The experiment of this name, made if there is none. Tags are set only on a new one. Safe to repeat and to call
   * from several processes at once.
   *
   * @throws MlflowError EXPERIMENT_DELETED when the name belongs to a deleted experiment.
   */
  async ensure(name: string, tags?: Texts, options?: CallOptions): Promise<Experiment> {
    const existing = await this.getByName(name, options);
    if (existing) return requireActive(existing);
    try {
      return await this.get(await this.create({ name, tags }, options), options);
    } catch (error) {
      if (!isMlflowError(error, 'RESOURCE_ALREADY_EXISTS')) throw error;
      const winner = await this.getByName(name, options);
      if (winner === undefined) throw error;
      return requireActive(winner);
    }
  }

  async setTag(experimentId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    const body = { experiment_id: experimentId, key, value };
    await this.api.write('POST', 'experiments/set-experiment-tag', body, options);
  }

  /**
   * Marks as deleted, with its runs; {@link restore} brings all of them back.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST, also when it is deleted already.
   */
  async delete(experimentId: string, options?: CallOptions): Promise<void> {
    await this.api.write('POST', 'experiments/delete', { experiment_id: experimentId }, options);
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST, also when it is not deleted. */
  async restore(experimentId: string, options?: CallOptions): Promise<void> {
    await this.api.write('POST', 'experiments/restore', { experiment_id: experimentId }, options);
  }

  async search(search: ExperimentSearch = {}, options?: CallOptions): Promise<Page<Experiment>> {
    const body = {
      max_results: search.pageSize ?? 1000,
      filter: search.filter,
      order_by: search.orderBy,
      view_type: search.viewType,
      page_token: search.pageToken,
    };
    const reply = await this.api.write('POST', 'experiments/search', body, options);
    return {
      items: reply.list('experiments').map(readExperiment),
      nextPageToken: reply.optionalText('next_page_token'),
    };
  }

  /** Every page of {@link search}, fetched as it is needed. */
  searchAll(
    search: ExperimentSearch = {},
    options?: CallOptions,
  ): AsyncGenerator<Experiment, void, undefined> {
    return everyItem((pageToken) => this.search({ ...search, pageToken }, options));
  }
}

function requireActive(experiment: Experiment): Experiment {
  if (experiment.lifecycleStage !== 'deleted') return experiment;
  throw new MlflowError(
    `Experiment "${experiment.name}" (id ${experiment.experimentId}) was deleted, and its name stays taken. Restore it (mlflow experiments restore --experiment-id ${experiment.experimentId}) or use another name.`,
    { errorCode: 'EXPERIMENT_DELETED', kind: 'misconfigured', isTransient: false },
  );
}
