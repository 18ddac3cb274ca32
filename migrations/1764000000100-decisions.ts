import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What decisions follow, what their reasons are called, and what people decided instead. */
export class Decisions1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE decision_policies (
        id uuid NOT NULL,
        model text NOT NULL,
        position integer NOT NULL,
        changed_at timestamptz NOT NULL,
        policy jsonb NOT NULL,
        reason text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        CONSTRAINT pk_decision_policies PRIMARY KEY (id),
        CONSTRAINT fk_decision_policies_model FOREIGN KEY (model) REFERENCES models (name)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_decision_policies_position ON decision_policies (model, position)`,
    );
    await runner.query(`
      CREATE TABLE reason_dictionaries (
        id uuid NOT NULL,
        model text NOT NULL,
        position integer NOT NULL,
        changed_at timestamptz NOT NULL,
        reasons jsonb NOT NULL,
        reason text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        CONSTRAINT pk_reason_dictionaries PRIMARY KEY (id),
        CONSTRAINT fk_reason_dictionaries_model FOREIGN KEY (model) REFERENCES models (name)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_reason_dictionaries_position ON reason_dictionaries (model, position)`,
    );
    // No foreign key: nothing but its own rules decides what becomes of the audit's rows.
    await runner.query(`
      CREATE TABLE decision_overrides (
        id uuid NOT NULL,
        prediction_id uuid NOT NULL,
        position integer NOT NULL,
        overridden_at timestamptz NOT NULL,
        from_decision text NOT NULL,
        to_decision text NOT NULL,
        reason text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        CONSTRAINT pk_decision_overrides PRIMARY KEY (id)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX uq_decision_overrides_position ON decision_overrides (prediction_id, position)`,
    );
    // Few predictions decide: without an index of their own, a list of decisions would walk all the others.
    await runner.query(
      `CREATE INDEX ix_predictions_decisions ON audit.predictions (occurred_at, id) WHERE decision IS NOT NULL`,
    );
    // Records of decisions: the application cannot rewrite them.
    await runner.query(
      `REVOKE UPDATE, DELETE ON decision_policies, reason_dictionaries, decision_overrides FROM veridict_app`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX audit.ix_predictions_decisions`);
    for (const table of ['decision_overrides', 'reason_dictionaries', 'decision_policies'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
