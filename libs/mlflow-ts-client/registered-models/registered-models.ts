import { everyItem, type CallOptions, type Page } from '../call-options.js';
import type { RestApi } from '../http/rest-api.js';
import { wirePairs } from '../http/wire-values.js';
import { isMlflowError } from '../mlflow-error.js';
import { readModelVersion, type ModelVersion } from '../model-versions/model-version.js';
import {
  readRegisteredModel,
  type NewRegisteredModel,
  type RegisteredModel,
  type RegisteredModelSearch,
} from './registered-model.js';

/** Registered models and the aliases of their versions. */
export class RegisteredModels {
  constructor(private readonly api: RestApi) {}

  /**
   * Repeated after a lost reply, which is safe: names are unique.
   *
   * @throws MlflowError RESOURCE_ALREADY_EXISTS, possibly because of an earlier attempt of the same call.
   */
  async create(model: NewRegisteredModel, options?: CallOptions): Promise<RegisteredModel> {
    const body = { name: model.name, description: model.description, tags: wirePairs(model.tags) };
    const reply = await this.api.write('POST', 'registered-models/create', body, options);
    return readRegisteredModel(reply.object('registered_model'));
  }

  /** The model of this name, made if there is none; description and tags are set only on a new one. */
  async ensure(model: NewRegisteredModel, options?: CallOptions): Promise<RegisteredModel> {
    try {
      return await this.create(model, options);
    } catch (error) {
      if (!isMlflowError(error, 'RESOURCE_ALREADY_EXISTS')) throw error;
      return this.get(model.name, options);
    }
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST */
  async get(name: string, options?: CallOptions): Promise<RegisteredModel> {
    const reply = await this.api.get('registered-models/get', { name }, options);
    return readRegisteredModel(reply.object('registered_model'));
  }

  async update(name: string, description: string, options?: CallOptions): Promise<void> {
    await this.api.write('PATCH', 'registered-models/update', { name, description }, options);
  }

  /**
   * Deletes the model with all its versions.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST, also when an earlier attempt deleted it.
   */
  async delete(name: string, options?: CallOptions): Promise<void> {
    await this.api.write('DELETE', 'registered-models/delete', { name }, options);
  }

  async search(search: RegisteredModelSearch = {}, options?: CallOptions): Promise<Page<RegisteredModel>> {
    const query = {
      filter: search.filter,
      order_by: search.orderBy,
      max_results: search.pageSize ?? 100,
      page_token: search.pageToken,
    };
    const reply = await this.api.get('registered-models/search', query, options);
    return {
      items: reply.list('registered_models').map(readRegisteredModel),
      nextPageToken: reply.optionalText('next_page_token'),
    };
  }

  /** Every page of {@link search}, fetched as it is needed. */
  searchAll(
    search: RegisteredModelSearch = {},
    options?: CallOptions,
  ): AsyncGenerator<RegisteredModel, void, undefined> {
    return everyItem((pageToken) => this.search({ ...search, pageToken }, options));
  }

  async setTag(name: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.api.write('POST', 'registered-models/set-tag', { name, key, value }, options);
  }

  async deleteTag(name: string, key: string, options?: CallOptions): Promise<void> {
    await this.api.write('DELETE', 'registered-models/delete-tag', { name, key }, options);
  }

  /**
   * Points the alias to the version, in one step when it pointed elsewhere.
   *
   * @param alias letters, digits, `_` and `-`; not `latest`, not `v<digits>`. Use lower case: MLflow's web interface
   *   takes nothing else.
   */
  async setAlias(name: string, alias: string, version: string, options?: CallOptions): Promise<void> {
    await this.api.write('POST', 'registered-models/alias', { name, alias, version }, options);
  }

  /** Takes the alias away; nothing happens when there is none. */
  async deleteAlias(name: string, alias: string, options?: CallOptions): Promise<void> {
    await this.api.write('DELETE', 'registered-models/alias', { name, alias }, options);
  }

  /** The version under this alias (on 3.x, `latest` is the newest); undefined when alias or model do not exist. */
  async getByAlias(name: string, alias: string, options?: CallOptions): Promise<ModelVersion | undefined> {
    try {
      const reply = await this.api.get('registered-models/alias', { name, alias }, options);
      return readModelVersion(reply.object('model_version'));
    } catch (error) {
      if (isMlflowError(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined;
      // MLflow answers a missing alias with the code that it also uses for bad names.
      if (isMlflowError(error, 'INVALID_PARAMETER_VALUE') && /not found/i.test(error.message))
        return undefined;
      throw error;
    }
  }
}
