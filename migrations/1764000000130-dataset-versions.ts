import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Declarations of datasets can be changed: of two changes of one state only one wins. */
export class DatasetVersions1764000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE datasets
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        ADD COLUMN changed_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE datasets DROP COLUMN version, DROP COLUMN changed_at`);
  }
}
