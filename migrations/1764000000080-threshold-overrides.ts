import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Decisions to answer 1 from another probability on than a version was trained to. */
export class ThresholdOverrides1764000000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE threshold_overrides (
        id uuid NOT NULL,
        model text NOT NULL,
        version integer NOT NULL,
        position integer NOT NULL,
        overridden_at timestamptz NOT NULL,
        from_threshold double precision NOT NULL,
        to_threshold double precision NOT NULL,
        reason text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        CONSTRAINT pk_threshold_overrides PRIMARY KEY (id),
        CONSTRAINT fk_threshold_overrides_version FOREIGN KEY (model, version)
          REFERENCES model_versions (model, version)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_threshold_overrides_position ON threshold_overrides (model, version, position)`,
    );
    // A record of decisions: the application cannot rewrite it.
    await runner.query(`REVOKE UPDATE, DELETE ON threshold_overrides FROM veridict_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE threshold_overrides`);
  }
}
