import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The application still cannot delete a single result: only all of a batch, which then says so. What it answered is
 * either there as the audit record's content hash has it, or not at all.
 */
export class DeleteBatchResults1764000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE batch_predictions
        ADD COLUMN results_deleted_at timestamptz,
        ADD CONSTRAINT ck_batch_predictions_results_deleted
          CHECK (results_deleted_at IS NULL OR finished_at IS NOT NULL)`);
    await runner.query(`
      CREATE FUNCTION delete_batch_prediction_results(batch uuid) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DELETE FROM public.batch_prediction_results WHERE batch_id = (
          SELECT id FROM public.batch_predictions WHERE id = batch AND results_deleted_at IS NOT NULL
        )
      $$`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION delete_batch_prediction_results FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION delete_batch_prediction_results TO veridict_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION delete_batch_prediction_results`);
    await runner.query(`ALTER TABLE batch_predictions DROP COLUMN results_deleted_at`);
  }
}
