import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Datasets and models that users define. */
export class AnyTable1764000000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE datasets (
        name text NOT NULL,
        definition jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        CONSTRAINT pk_datasets PRIMARY KEY (name)
      )`);
    await runner.query(`ALTER TABLE models ADD COLUMN definition jsonb, ADD COLUMN retired_at timestamptz`);
    // Tables that users import, each as the file had it. The application owns them and nothing else: the one schema in
    // which it may create.
    await runner.query(`CREATE SCHEMA datasets`);
    await runner.query(`GRANT USAGE, CREATE ON SCHEMA datasets TO veridict_app`);
    await runner.query(`ALTER TABLE audit.predictions ADD COLUMN decision jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE audit.predictions DROP COLUMN decision`);
    await runner.query(`DROP SCHEMA datasets CASCADE`);
    await runner.query(`ALTER TABLE models DROP COLUMN definition, DROP COLUMN retired_at`);
    await runner.query(`DROP TABLE datasets`);
  }
}
