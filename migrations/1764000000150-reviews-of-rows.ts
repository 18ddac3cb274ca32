import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a decision waits for a person is asked of all the cards of its row, and of all that was decided on them. */
export class ReviewsOfRows1764000000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX ix_predictions_decided_rows ON audit.predictions (model, subject_id, occurred_at, id) WHERE decision IS NOT NULL`,
    );
    // The default is for overrides whose record is gone.
    await runner.query(`
      ALTER TABLE decision_overrides
        ADD COLUMN model text NOT NULL DEFAULT '', ADD COLUMN row_id text NOT NULL DEFAULT ''`);
    await runner.query(`
      UPDATE decision_overrides SET model = record.model, row_id = record.subject_id
      FROM audit.predictions record WHERE record.id = prediction_id`);
    await runner.query(`
      ALTER TABLE decision_overrides ALTER COLUMN model DROP DEFAULT, ALTER COLUMN row_id DROP DEFAULT`);
    await runner.query(`CREATE INDEX ix_decision_overrides_row ON decision_overrides (model, row_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE decision_overrides DROP COLUMN model, DROP COLUMN row_id`);
    await runner.query(`DROP INDEX audit.ix_predictions_decided_rows`);
  }
}
