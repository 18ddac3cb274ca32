import { Artifacts } from './artifacts/artifacts.js';
import type { CallOptions } from './call-options.js';
import { Experiments } from './experiments/experiments.js';
import { HttpTransport, type Surroundings } from './http/http-transport.js';
import { RestApi } from './http/rest-api.js';
import { DEFAULT_RETRY_POLICY, wait, type RetryPolicy } from './http/retry-policy.js';
import { TrackingServer, type TrackingServerOptions } from './http/tracking-server.js';
import { LoggedModels } from './logged-models/logged-models.js';
import { invalidArgument, isMlflowError, MlflowError } from './mlflow-error.js';
import { ModelVersions } from './model-versions/model-versions.js';
import { RegisteredModels } from './registered-models/registered-models.js';
import { Runs } from './runs/runs.js';
import { parseServerVersion, type ServerVersion } from './server-version/server-version.js';

export interface MlflowClientOptions extends TrackingServerOptions {
  /** Deadline of each attempt of each call in milliseconds, 30 000 unless given. */
  readonly timeoutMs?: number | undefined;
  /** Five attempts, from 0.5 s up to 20 s apart, unless given. */
  readonly retries?: Partial<RetryPolicy> | undefined;
  /** Largest JSON reply that is read, 64 MiB unless given. Downloads have a limit of their own. */
  readonly maximumResponseBytes?: number | undefined;
  /** Instead of the global `fetch`, for instance one with a certificate authority of its own. */
  readonly fetch?: typeof fetch | undefined;
  /** Instead of the system's clock, chance and timers. */
  readonly now?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
  readonly wait?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAXIMUM_BYTES = 67_108_864;
const MAXIMUM_VERSION_BYTES = 4096;
const NO_MODEL = `m-${'0'.repeat(32)}`;

/** A client of one MLflow tracking server, 2.22 or 3.x, over its REST API. */
export class MlflowClient {
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly artifacts: Artifacts;
  /** MLflow 3.x; see {@link hasLoggedModels}. */
  readonly loggedModels: LoggedModels;
  readonly registeredModels: RegisteredModels;
  readonly modelVersions: ModelVersions;
  /** Address of the server, without credentials. */
  readonly trackingUrl: string;
  private readonly api: RestApi;

  /** @throws MlflowError INVALID_PARAMETER_VALUE for an unusable address, credential, deadline or policy. */
  constructor(options: MlflowClientOptions) {
    const policy = retryPolicy(options.retries);
    const timeoutMs = positive('timeoutMs', options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const maximumBytes = positive(
      'maximumResponseBytes',
      options.maximumResponseBytes ?? DEFAULT_MAXIMUM_BYTES,
    );
    const surroundings: Surroundings = {
      // Looked up at each call: instrumentation replaces the global one after start.
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
      now: options.now ?? Date.now,
      random: options.random ?? Math.random,
      wait: options.wait ?? wait,
    };
    const server = new TrackingServer(options);
    const transport = new HttpTransport(server, policy, timeoutMs, surroundings);
    this.trackingUrl = server.baseUrl;
    this.api = new RestApi(transport, server, maximumBytes);
    this.experiments = new Experiments(this.api);
    this.runs = new Runs(this.api);
    this.artifacts = new Artifacts(this.api, transport, server, maximumBytes);
    this.loggedModels = new LoggedModels(this.api);
    this.registeredModels = new RegisteredModels(this.api);
    this.modelVersions = new ModelVersions(this.api, surroundings.wait, surroundings.now);
  }

  /** @throws MlflowError NOT_MLFLOW when what answers at `/version` is no MLflow. */
  async version(options?: CallOptions): Promise<ServerVersion> {
    const bytes = await this.api.bytes('/version', {}, MAXIMUM_VERSION_BYTES, options);
    const version = parseServerVersion(new TextDecoder().decode(bytes));
    if (version) return version;
    throw new MlflowError(
      `${this.trackingUrl}/version does not answer with a version: check the tracking URI, and whether a sign-in page or proxy stands before the server.`,
      { errorCode: 'NOT_MLFLOW', kind: 'misconfigured', isTransient: false },
    );
  }

  /** Whether the server knows logged models: 3.0 and later, asked directly where `/version` is not served. */
  async hasLoggedModels(options?: CallOptions): Promise<boolean> {
    try {
      return (await this.version(options)).major >= 3;
    } catch (error) {
      if (!isMlflowError(error, 'NOT_MLFLOW')) throw error;
    }
    try {
      await this.loggedModels.get(NO_MODEL, options);
      return true;
    } catch (error) {
      if (isMlflowError(error, 'RESOURCE_DOES_NOT_EXIST')) return true;
      if (!isMlflowError(error, 'NOT_MLFLOW') || error.status !== 404) throw error;
    }
    // A wrong address has no logged models either: only a server that has experiments may say no.
    await this.experiments.search({ pageSize: 1 }, options);
    return false;
  }
}

function retryPolicy(given: Partial<RetryPolicy> = {}): RetryPolicy {
  const policy = { ...DEFAULT_RETRY_POLICY, ...given };
  positive('retries.attempts', policy.attempts);
  if (policy.baseDelayMs >= 0 && policy.maximumDelayMs >= 0) return policy;
  throw invalidArgument('retries.baseDelayMs and retries.maximumDelayMs must not be negative.');
}

function positive(field: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw invalidArgument(`${field} must be a positive number.`);
}
