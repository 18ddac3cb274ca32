import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Choices of a training run, and what a version must know of them: which rows it held out, classes, interval. */
export class TrainingEngine1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The defaults say what the rows until now were made with; new rows say it themselves.
    await runner.query(
      `ALTER TABLE training_runs ADD COLUMN options jsonb NOT NULL DEFAULT '{"split": {"method": "identifier"}}'`,
    );
    await runner.query(`ALTER TABLE training_runs ALTER COLUMN options DROP DEFAULT`);
    // Which one `auto` chose is known when the run has ended.
    await runner.query(`ALTER TABLE training_runs ADD COLUMN trained_algorithm text`);
    await runner.query(`UPDATE training_runs SET trained_algorithm = algorithm WHERE status = 'succeeded'`);
    await runner.query(`
      ALTER TABLE model_versions
        ADD COLUMN classes jsonb,
        ADD COLUMN split jsonb NOT NULL DEFAULT '{"method": "identifier"}',
        ADD COLUMN interval jsonb,
        ADD COLUMN card_details jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(`
      ALTER TABLE model_versions ALTER COLUMN split DROP DEFAULT, ALTER COLUMN card_details DROP DEFAULT`);
    await runner.query(`
      UPDATE model_versions SET
        card_details = jsonb_build_object(
          'coefficients', card->'coefficients', 'intercepts', jsonb_build_array(card->'intercept')),
        card = card - 'coefficients' - 'intercept'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE model_versions SET card = card || jsonb_build_object(
        'coefficients', coalesce(card_details->'coefficients', '[]'),
        'intercept', coalesce(card_details->'intercepts'->0, '0'))`);
    await runner.query(`
      ALTER TABLE model_versions
        DROP COLUMN card_details, DROP COLUMN interval, DROP COLUMN split, DROP COLUMN classes`);
    await runner.query(`ALTER TABLE training_runs DROP COLUMN trained_algorithm, DROP COLUMN options`);
  }
}
