import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Training1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE training_runs (
        id uuid NOT NULL,
        model text NOT NULL,
        status text NOT NULL,
        algorithm text NOT NULL,
        hyperparameters jsonb NOT NULL,
        seed integer NOT NULL,
        test_size double precision NOT NULL,
        requested_by_kind text NOT NULL,
        requested_by_id text NOT NULL,
        requested_by_credential text NOT NULL,
        attempt integer NOT NULL DEFAULT 0,
        progress jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        n_rows integer,
        model_version integer,
        metrics jsonb,
        baseline_metrics jsonb,
        promoted boolean,
        promotion_reason text,
        error jsonb,
        mlflow_run_id text,
        mlflow_model_uri text,
        CONSTRAINT pk_training_runs PRIMARY KEY (id),
        CONSTRAINT fk_training_runs_model FOREIGN KEY (model) REFERENCES models (name)
      )`);
    // One run per model at a time, whatever the number of processes that ask.
    await runner.query(
      `CREATE UNIQUE INDEX uq_training_runs_active ON training_runs (model) WHERE status IN ('queued', 'running')`,
    );
    await runner.query(`CREATE INDEX ix_training_runs_created_at ON training_runs (created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE training_runs`);
  }
}
