import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What still has to reach MLflow, and where runs come from that nobody trained here. */
export class Mlflow1764000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE training_runs ADD COLUMN git_commit text, ADD COLUMN origin jsonb`);
    await runner.query(`
      CREATE TABLE mlflow_deliveries (
        training_run_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'pending',
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        error text,
        mlflow_version text,
        created_at timestamptz NOT NULL DEFAULT now(),
        delivered_at timestamptz,
        CONSTRAINT pk_mlflow_deliveries PRIMARY KEY (training_run_id),
        CONSTRAINT fk_mlflow_deliveries_training_run FOREIGN KEY (training_run_id) REFERENCES training_runs (id),
        CONSTRAINT ck_mlflow_deliveries_state CHECK (state IN ('pending', 'delivered', 'refused'))
      )`);
    await runner.query(
      `CREATE INDEX ix_mlflow_deliveries_undelivered ON mlflow_deliveries (created_at) WHERE state <> 'delivered'`,
    );
    // Beside the rows that are claimed and counted all the time, which stay small without it.
    await runner.query(`
      CREATE TABLE mlflow_dataset_copies (
        training_run_id uuid NOT NULL,
        row_count integer NOT NULL,
        csv_gzip bytea NOT NULL,
        CONSTRAINT pk_mlflow_dataset_copies PRIMARY KEY (training_run_id),
        CONSTRAINT fk_mlflow_dataset_copies_training_run FOREIGN KEY (training_run_id) REFERENCES training_runs (id)
      )`);
    // gzip already: PostgreSQL need not try.
    await runner.query(`ALTER TABLE mlflow_dataset_copies ALTER COLUMN csv_gzip SET STORAGE EXTERNAL`);
    await runner.query(`
      CREATE TABLE mlflow_aliases (
        model text NOT NULL,
        alias text NOT NULL,
        version integer NOT NULL,
        mlflow_version text NOT NULL,
        delivered_at timestamptz NOT NULL,
        CONSTRAINT pk_mlflow_aliases PRIMARY KEY (model, alias),
        CONSTRAINT fk_mlflow_aliases_alias FOREIGN KEY (model, alias) REFERENCES model_aliases (model, alias)
      )`);
    await runner.query(`
      CREATE TABLE mlflow_servers (
        tracking_uri text NOT NULL,
        version text,
        reason text,
        checked_at timestamptz NOT NULL,
        contacted_at timestamptz,
        CONSTRAINT pk_mlflow_servers PRIMARY KEY (tracking_uri)
      )`);
    // Runs that ended before there was a delivery wait for one like all others.
    await runner.query(`
      INSERT INTO mlflow_deliveries (training_run_id, created_at)
      SELECT id, finished_at FROM training_runs WHERE status IN ('succeeded', 'failed', 'cancelled')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE mlflow_servers`);
    await runner.query(`DROP TABLE mlflow_aliases`);
    await runner.query(`DROP TABLE mlflow_dataset_copies`);
    await runner.query(`DROP TABLE mlflow_deliveries`);
    await runner.query(`ALTER TABLE training_runs DROP COLUMN origin, DROP COLUMN git_commit`);
  }
}
