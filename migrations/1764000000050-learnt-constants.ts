import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the derived features of a version learnt from its training rows, for views that show the same features. */
export class LearntConstants1764000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Versions until now had nothing to learn; new rows say it themselves.
    await runner.query(`ALTER TABLE model_versions ADD COLUMN learnt jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(`ALTER TABLE model_versions ALTER COLUMN learnt DROP DEFAULT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE model_versions DROP COLUMN learnt`);
  }
}
