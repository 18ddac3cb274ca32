import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BatchPredictions1764000000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE batch_predictions (
        id uuid NOT NULL,
        model text NOT NULL,
        model_version integer NOT NULL,
        model_digest text NOT NULL,
        threshold double precision,
        selection text NOT NULL,
        status text NOT NULL,
        requested_by_kind text NOT NULL,
        requested_by_id text NOT NULL,
        requested_by_credential text NOT NULL,
        attempt integer NOT NULL DEFAULT 0,
        rows_total integer,
        rows_answered integer NOT NULL DEFAULT 0,
        rows_refused integer NOT NULL DEFAULT 0,
        last_identifier text,
        content_hash text NOT NULL,
        rows_per_second double precision,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        error jsonb,
        CONSTRAINT pk_batch_predictions PRIMARY KEY (id),
        CONSTRAINT fk_batch_predictions_version FOREIGN KEY (model, model_version)
          REFERENCES model_versions (model, version),
        CONSTRAINT ck_batch_predictions_selection CHECK (selection IN ('all', 'unpredicted')),
        CONSTRAINT ck_batch_predictions_status
          CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled'))
      )`);
    // One batch per model at a time, whatever the number of processes that ask.
    await runner.query(
      `CREATE UNIQUE INDEX uq_batch_predictions_active ON batch_predictions (model) WHERE status IN ('queued', 'running')`,
    );
    await runner.query(`CREATE INDEX ix_batch_predictions_created_at ON batch_predictions (created_at, id)`);

    // No foreign key to the batch: it would be looked up once per row. Rows are
    // written only in transactions that hold the batch's row.
    await runner.query(`
      CREATE TABLE batch_prediction_results (
        batch_id uuid NOT NULL,
        position integer NOT NULL,
        row_identifier text NOT NULL,
        row_revision text,
        prediction double precision,
        probability double precision,
        label text,
        probabilities double precision[],
        interval_lower double precision,
        interval_upper double precision,
        problems jsonb,
        CONSTRAINT pk_batch_prediction_results PRIMARY KEY (batch_id, position),
        CONSTRAINT ck_batch_prediction_results_answer CHECK ((prediction IS NULL) <> (problems IS NULL))
      )`);
    await runner.query(
      `CREATE INDEX ix_batch_prediction_results_row_identifier ON batch_prediction_results (row_identifier)`,
    );
    await runner.query(
      `CREATE INDEX ix_batch_prediction_results_refused ON batch_prediction_results (batch_id, position) WHERE problems IS NOT NULL`,
    );
    // What was answered stays what was answered: the content hash of the audit record stands for these rows.
    await runner.query(`REVOKE UPDATE, DELETE ON batch_prediction_results FROM veridict_app`);

    await runner.query(`
      CREATE TABLE audit.batch_predictions (
        id uuid NOT NULL,
        occurred_at timestamptz NOT NULL,
        requested_at timestamptz NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        credential_id text NOT NULL,
        model text NOT NULL,
        model_version integer NOT NULL,
        model_digest text NOT NULL,
        threshold double precision,
        selection text NOT NULL,
        status text NOT NULL,
        rows_answered integer NOT NULL,
        rows_refused integer NOT NULL,
        content_hash text NOT NULL,
        transaction_id bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
        CONSTRAINT pk_batch_predictions PRIMARY KEY (id),
        CONSTRAINT ck_batch_predictions_status CHECK (status IN ('succeeded', 'failed', 'cancelled'))
      )`);
    await runner.query(
      `CREATE INDEX ix_batch_predictions_occurred_at ON audit.batch_predictions (occurred_at, id)`,
    );
    await runner.query(`
      CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.batch_predictions
      FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()`);
    await runner.query(`ALTER TABLE audit.batch_predictions ENABLE ALWAYS TRIGGER refuse_change`);
    await runner.query(`GRANT SELECT, INSERT ON audit.batch_predictions TO veridict_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit.batch_predictions`);
    await runner.query(`DROP TABLE batch_prediction_results`);
    await runner.query(`DROP TABLE batch_predictions`);
  }
}
