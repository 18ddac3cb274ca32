import { everyItem, type CallOptions, type Page } from '../call-options.js';
import type { RestApi } from '../http/rest-api.js';
import { wirePairs } from '../http/wire-values.js';
import { MlflowError } from '../mlflow-error.js';
import {
  readModelVersion,
  type ModelVersion,
  type ModelVersionSearch,
  type NewModelVersion,
} from './model-version.js';

type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export interface ReadyOptions extends CallOptions {
  /** How long to wait in all; 300 s unless given, as MLflow's own client does. */
  readonly readyWithinMs?: number | undefined;
}

const READY_WITHIN_MS = 300_000;
const POLL_MS = 1000;

/** Versions of registered models. */
export class ModelVersions {
  constructor(
    private readonly api: RestApi,
    private readonly wait: Wait,
    private readonly now: () => number,
  ) {}

  /**
   * Registers a version; every call makes another. Not repeated once it may have arrived: give it a tag of your own
   * and {@link search} for it before you call again.
   *
   * @throws MlflowError RESOURCE_DOES_NOT_EXIST when the registered model does not exist.
   */
  async create(version: NewModelVersion, options?: CallOptions): Promise<ModelVersion> {
    const body = {
      name: version.name,
      source: version.source,
      run_id: version.runId,
      model_id: version.modelId,
      description: version.description,
      tags: wirePairs(version.tags),
    };
    return readModelVersion(
      (await this.api.create('model-versions/create', body, options)).object('model_version'),
    );
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST */
  async get(name: string, version: string, options?: CallOptions): Promise<ModelVersion> {
    const reply = await this.api.get('model-versions/get', { name, version }, options);
    return readModelVersion(reply.object('model_version'));
  }

  async search(search: ModelVersionSearch = {}, options?: CallOptions): Promise<Page<ModelVersion>> {
    const query = {
      filter: search.filter,
      order_by: search.orderBy,
      max_results: search.pageSize ?? 1000,
      page_token: search.pageToken,
    };
    const reply = await this.api.get('model-versions/search', query, options);
    return {
      items: reply.list('model_versions').map(readModelVersion),
      nextPageToken: reply.optionalText('next_page_token'),
    };
  }

  /** Every page of {@link search}, fetched as it is needed. */
  searchAll(
    search: ModelVersionSearch = {},
    options?: CallOptions,
  ): AsyncGenerator<ModelVersion, void, undefined> {
    return everyItem((pageToken) => this.search({ ...search, pageToken }, options));
  }

  async update(name: string, version: string, description: string, options?: CallOptions): Promise<void> {
    await this.api.write('PATCH', 'model-versions/update', { name, version, description }, options);
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST, also when an earlier attempt deleted it. */
  async delete(name: string, version: string, options?: CallOptions): Promise<void> {
    await this.api.write('DELETE', 'model-versions/delete', { name, version }, options);
  }

  async setTag(
    name: string,
    version: string,
    key: string,
    value: string,
    options?: CallOptions,
  ): Promise<void> {
    await this.api.write('POST', 'model-versions/set-tag', { name, version, key, value }, options);
  }

  async deleteTag(name: string, version: string, key: string, options?: CallOptions): Promise<void> {
    await this.api.write('DELETE', 'model-versions/delete-tag', { name, version, key }, options);
  }

  /** Root of the version's files, whatever its `source` says. */
  async downloadUri(name: string, version: string, options?: CallOptions): Promise<string> {
    const reply = await this.api.get('model-versions/get-download-uri', { name, version }, options);
    return reply.text('artifact_uri');
  }

  /**
   * Waits until the store has taken the version; SQL stores have at once.
   *
   * @throws MlflowError MODEL_VERSION_FAILED when the store gave up on it, TIMEOUT when it takes too long.
   */
  async waitUntilReady(name: string, version: string, options: ReadyOptions = {}): Promise<ModelVersion> {
    const end = this.now() + (options.readyWithinMs ?? READY_WITHIN_MS);
    for (;;) {
      const current = await this.get(name, version, options);
      if (current.status === 'READY') return current;
      if (current.status === 'FAILED_REGISTRATION') {
        throw new MlflowError(
          `Version ${version} of "${name}" failed to register: ${current.statusMessage ?? 'no reason given'}. Delete it and register again.`,
          { errorCode: 'MODEL_VERSION_FAILED', kind: 'refused', isTransient: false },
        );
      }
      if (this.now() >= end) {
        throw new MlflowError(`Version ${version} of "${name}" is still ${current.status}.`, {
          errorCode: 'TIMEOUT',
          kind: 'unreachable',
          isTransient: true,
        });
      }
      await this.wait(POLL_MS, options.signal);
    }
  }
}
