import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a version learned from a row is found out when it answers it, from keys of the rows that it has seen. */
export class SeenRows1764000000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE model_version_rows (
        model text NOT NULL,
        version integer NOT NULL,
        train bytea NOT NULL,
        test bytea NOT NULL,
        train_identifiers bytea NOT NULL,
        CONSTRAINT pk_model_version_rows PRIMARY KEY (model, version),
        CONSTRAINT fk_model_version_rows_version FOREIGN KEY (model, version)
          REFERENCES model_versions (model, version)
      )`);
    // Hashes cannot be compressed: PostgreSQL need not try.
    await runner.query(`
      ALTER TABLE model_version_rows
        ALTER COLUMN train SET STORAGE EXTERNAL,
        ALTER COLUMN test SET STORAGE EXTERNAL,
        ALTER COLUMN train_identifiers SET STORAGE EXTERNAL`);
    await runner.query(`REVOKE UPDATE, DELETE ON model_version_rows FROM veridict_app`);
    await runner.query(`
      ALTER TABLE batch_prediction_results
        ADD COLUMN split text,
        ADD CONSTRAINT ck_batch_prediction_results_split
          CHECK (split IN ('train', 'test', 'changed', 'unseen'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE batch_prediction_results DROP COLUMN split`);
    await runner.query(`DROP TABLE model_version_rows`);
  }
}
