import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { DirectConnections, Notifications } from '#libs/database';
import { type DeliveryPace, deliveryPace, MlflowDeliverer } from '#libs/mlflow-delivery';
import { Configuration, Logger, SigningSecret } from '#libs/platform';
import { featureModules } from '../../apps/api/src/feature-modules.js';
import { ModelUriFile } from '../../libs/mlflow-delivery/model-uri-file.js';
import type { TestDatabase } from './test-database.js';
import { VeridictServer } from './veridict-server.js';

/** As an installation, but in a hurry. */
export const hurriedPace: DeliveryPace = {
  firstPauseMs: 20,
  longestPauseMs: 100,
  firstRetryMs: 0,
  longestRetryMs: 0,
  attempts: 10,
  checkMs: 60_000,
  lockMs: 50,
  aliasRetryMs: 100,
};

/** Holds one run that succeeded and its version of loan-amount, the champion; nothing of other models. */
export async function createTrainedDatabase(): Promise<{ database: TestDatabase; runId: string }> {
  const database = await VeridictServer.installed('one_model');
  const superuser = new pg.Client({ connectionString: database.superuser });
  await superuser.connect();
  try {
    const { rows } = await superuser.query<{ id: string }>('SELECT id FROM training_runs');
    return { database, runId: rows[0]!.id };
  } finally {
    await superuser.end();
  }
}

/** A worker's modules in this process; nothing runs by itself until it is started. */
export class DeliveringApplication {
  readonly log: string[] = [];

  private constructor(
    readonly app: INestApplicationContext,
    lines: string[],
    /** Instead of the working directory, which is the repository. */
    readonly folder: string,
  ) {
    this.log = lines;
  }

  static async connect(
    database: TestDatabase,
    environment: Readonly<Record<string, string | undefined>> = {},
    pace: Partial<DeliveryPace> = {},
  ): Promise<DeliveringApplication> {
    const lines: string[] = [];
    const logger = new Logger('info', { write: (line) => lines.push(line) });
    const folder = await mkdtemp(join(tmpdir(), 'veridict-delivery-'));
    const module = await Test.createTestingModule({
      imports: featureModules({
        configuration: new Configuration(environment),
        logger,
        signingSecret: new SigningSecret('a secret of the delivery tests, of no use elsewhere'),
        database: { url: database.application, role: undefined, poolSize: 4 },
      }),
    })
      .overrideProvider(deliveryPace)
      .useValue({ ...hurriedPace, ...pace })
      .overrideProvider(ModelUriFile)
      .useValue(new ModelUriFile(logger, folder))
      .compile();
    const app = await module.init();
    await app.get(Notifications).start();
    return new DeliveringApplication(app, lines, folder);
  }

  /** Further runs that ended like the given one, each with a version of its own. */
  async repeat(runId: string, times: number): Promise<string[]> {
    const ids: string[] = [];
    for (let time = 0; time < times; time += 1) {
      const [next] = await this.query<{ version: number }>(
        `SELECT max(version) + 1 AS version FROM model_versions WHERE model = 'loan-amount'`,
      );
      const id = await this.repeatRun(runId, { model_version: next!.version, promoted: false });
      await this.query(
        `INSERT INTO model_versions
         SELECT (jsonb_populate_record(old, jsonb_build_object('training_run_id', $2::text, 'version', $3::integer))).*
           FROM model_versions old WHERE old.training_run_id = $1`,
        [runId, id, next!.version],
      );
      ids.push(id);
    }
    return ids;
  }

  /** A run that ended like the given one but for some columns; its version, if any, is for the caller to make. */
  async repeatRun(runId: string, changes: Readonly<Record<string, unknown>>): Promise<string> {
    const id = randomUUID();
    await this.query(
      `INSERT INTO training_runs
       SELECT (jsonb_populate_record(old, $2::jsonb)).* FROM training_runs old WHERE old.id = $1`,
      [runId, JSON.stringify({ mlflow_run_id: null, mlflow_model_uri: null, ...changes, id })],
    );
    await this.query(
      'INSERT INTO mlflow_deliveries (training_run_id, created_at) VALUES ($1, clock_timestamp())',
      [id],
    );
    return id;
  }

  query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.get(DataSource).query(sql, values);
  }

  get deliverer(): MlflowDeliverer {
    return this.app.get(MlflowDeliverer);
  }

  async close(): Promise<void> {
    const { app } = this;
    await this.deliverer.stop();
    const notifications = app.get(Notifications);
    const connections = app.get(DirectConnections);
    await app.close();
    await notifications.close();
    await connections.close();
    await rm(this.folder, { recursive: true });
  }
}
