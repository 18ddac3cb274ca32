import { everyItem, type CallOptions, type Page, type Texts } from '../call-options.js';
import type { RestApi } from '../http/rest-api.js';
import { wirePairs } from '../http/wire-values.js';
import { LIMITS } from '../limits.js';
import { invalidArgument } from '../mlflow-error.js';
import {
  readLoggedModel,
  wireLoggedModel,
  wireStatus,
  type LoggedModel,
  type LoggedModelSearch,
  type LoggedModelStatus,
  type NewLoggedModel,
} from './logged-model.js';

/** Logged models, which MLflow 3.0 brought; every call fails with NOT_MLFLOW on older servers. */
export class LoggedModels {
  constructor(private readonly api: RestApi) {}

  /**
   * Makes a model, status PENDING; the server alone chooses its id. Not repeated once it may have arrived: give it a
   * tag of your own and {@link search} for it before you call again.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for names with `/ : . % " '` and for more than 100 params.
   */
  async create(model: NewLoggedModel, options?: CallOptions): Promise<LoggedModel> {
    if (Object.keys(model.params ?? {}).length > LIMITS.loggedModelParamsPerCall) {
      throw invalidArgument(`A logged model takes at most ${LIMITS.loggedModelParamsPerCall} params.`);
    }
    const reply = await this.api.create('logged-models', wireLoggedModel(model), options);
    return readLoggedModel(reply.object('model'));
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST */
  async get(modelId: string, options?: CallOptions): Promise<LoggedModel> {
    return readLoggedModel((await this.api.get(address(modelId), {}, options)).object('model'));
  }

  /** Says that all files are there, or that they will never be. Repeating is safe. */
  async finalize(
    modelId: string,
    status: Exclude<LoggedModelStatus, 'PENDING'>,
    options?: CallOptions,
  ): Promise<LoggedModel> {
    const body = { model_id: modelId, status: wireStatus(status) };
    const reply = await this.api.write('PATCH', address(modelId), body, options);
    return readLoggedModel(reply.object('model'));
  }

  async search(search: LoggedModelSearch, options?: CallOptions): Promise<Page<LoggedModel>> {
    const body = {
      experiment_ids: search.experimentIds,
      filter: search.filter,
      order_by: search.orderBy?.map(({ field, ascending }) => ({ field_name: field, ascending })),
      max_results: search.pageSize ?? 50,
      page_token: search.pageToken,
    };
    const reply = await this.api.write('POST', 'logged-models/search', body, options);
    return {
      items: reply.list('models').map(readLoggedModel),
      nextPageToken: reply.optionalText('next_page_token'),
    };
  }

  /** Every page of {@link search}, fetched as it is needed. */
  searchAll(search: LoggedModelSearch, options?: CallOptions): AsyncGenerator<LoggedModel, void, undefined> {
    return everyItem((pageToken) => this.search({ ...search, pageToken }, options));
  }

  /** Sets or replaces tags. Repeating is safe. */
  async setTags(modelId: string, tags: Texts, options?: CallOptions): Promise<void> {
    const body = { model_id: modelId, tags: wirePairs(tags) };
    await this.api.write('PATCH', `${address(modelId)}/tags`, body, options);
  }

  /** Repeating is safe. */
  async delete(modelId: string, options?: CallOptions): Promise<void> {
    await this.api.write('DELETE', address(modelId), { model_id: modelId }, options);
  }
}

function address(modelId: string): string {
  return `logged-models/${encodeURIComponent(modelId)}`;
}
