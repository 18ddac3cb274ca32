import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Environment } from './environment.js';
import { readGitCommit } from './git-commit.js';
import { ImportSettings } from './import-settings.js';
import { MlflowSettings } from './mlflow-settings.js';

/** Everything that the environment decides. Built once at start; every problem is reported at once. */
export class Configuration {
  readonly production: boolean;
  /** TCP port of the API; 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  /** The application's own connection. Undefined: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Owner of the schema, for migrations only. Unset: `databaseUrl` migrates too. */
  readonly migrationDatabaseUrl: string | undefined;
  readonly dataDir: string;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  /** At least 32 characters. Unset: generated and kept in `dataDir`. */
  readonly jwtSecret: string | undefined;
  readonly jwtExpireMinutes: number;
  /** Second gate: when set, protected routes also demand it in `X-API-Key`. */
  readonly apiKey: string | undefined;
  readonly corsOrigins: readonly string[];
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-For` is believed. None by default. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: string;
  /** Undefined: only on the embedded database. */
  readonly seedSampleData: boolean | undefined;
  /** Threads that a training may use at once. One core is left to the requests, where there are several. */
  readonly trainingThreads: number;
  /** What `veridict start` trains the models with that have no champion yet. */
  readonly firstModelAlgorithm: 'auto' | 'gbdt' | 'linear' | 'mlp';
  /** Built-in models that the start trains; empty: all of them. */
  readonly firstModels: readonly string[];
  readonly mlflow: MlflowSettings;
  /** Of the code that runs; kept with every training run. Undefined where nobody tells. */
  readonly gitCommit: string | undefined;
  readonly imports: ImportSettings;
  /** Larger files do not become datasets: each is kept on disk while it is read. Imports into a dataset have no limit. */
  readonly maximumDatasetBytes: number;
  readonly batchResults: {
    /** After the end of a batch, when its results are deleted; batch and audit record stay. 0: never. */
    readonly days: number;
    /** Batches that hold the newest answer to a row keep their results, however old. */
    readonly keepsLatest: boolean;
  };
  /** How long a request may run before it is answered with 503, milliseconds. */
  readonly requestTimeoutMs: number;
  /** Readiness answers 503 for this long before the server stops accepting, milliseconds. */
  readonly drainDelayMs: number;

  constructor(source: Record<string, string | undefined>) {
    const environment = new Environment(source);
    this.production =
      environment.choice('NODE_ENV', ['development', 'production', 'test'], 'development') === 'production';
    this.port = environment.integer('PORT', { minimum: 0, maximum: 65535, default: 3000 });
    this.host = environment.text('HOST') ?? '127.0.0.1';
    this.databaseUrl = environment.postgresUrl('DATABASE_URL');
    this.migrationDatabaseUrl = environment.postgresUrl('MIGRATION_DATABASE_URL');
    this.dataDir = resolve(environment.text('DATA_DIR') ?? '.veridict');
    this.adminEmail = environment.email('ADMIN_EMAIL');
    this.adminPassword = environment.text('ADMIN_PASSWORD', { minimumLength: 15 });
    this.jwtSecret = environment.text('JWT_SECRET', { minimumLength: 32 });
    this.jwtExpireMinutes = environment.integer('JWT_EXPIRE_MINUTES', {
      minimum: 1,
      maximum: 1440,
      default: 60,
    });
    this.apiKey = environment.text('API_KEY', { minimumLength: 16 });
    this.corsOrigins = environment.list('CORS_ORIGINS');
    this.trustedProxies = environment.list('TRUSTED_PROXIES');
    this.logLevel = environment.choice(
      'LOG_LEVEL',
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'info',
    );
    this.seedSampleData = environment.boolean('SEED_SAMPLE_DATA');
    this.trainingThreads = environment.integer('TRAINING_THREADS', {
      minimum: 1,
      maximum: 256,
      default: Math.max(1, availableParallelism() - 1),
    });
    this.firstModelAlgorithm = environment.choice(
      'FIRST_MODEL_ALGORITHM',
      ['auto', 'gbdt', 'linear', 'mlp'],
      'auto',
    );
    this.firstModels = environment.list('FIRST_MODELS');
    this.mlflow = new MlflowSettings(environment);
    this.gitCommit = environment.gitCommit('GIT_COMMIT') ?? readGitCommit(import.meta.dirname);
    this.imports = new ImportSettings(environment);
    this.maximumDatasetBytes =
      environment.integer('DATASET_MAX_MEGABYTES', { minimum: 1, maximum: 1_000_000, default: 10_000 }) *
      1_000_000;
    this.batchResults = {
      days: environment.integer('BATCH_RESULTS_DAYS', { minimum: 0, maximum: 36_500, default: 365 }),
      keepsLatest: environment.boolean('BATCH_RESULTS_KEEP_LATEST') ?? true,
    };
    this.requestTimeoutMs = environment.integer('REQUEST_TIMEOUT_MS', {
      minimum: 100,
      maximum: 600_000,
      default: 30_000,
    });
    this.drainDelayMs = environment.integer('DRAIN_DELAY_MS', { minimum: 0, maximum: 60_000, default: 0 });
    if (this.production && this.databaseUrl && !this.jwtSecret) {
      environment.report(
        'JWT_SECRET',
        'is required when NODE_ENV=production with DATABASE_URL: replicas must share it',
      );
    }
    if (this.adminPassword && !this.adminEmail) {
      environment.report('ADMIN_EMAIL', 'is required when ADMIN_PASSWORD is set');
    }
    environment.finish();
  }

  get usesEmbeddedDatabase(): boolean {
    return this.databaseUrl === undefined;
  }
}
