import type { MigrationInterface, QueryRunner } from 'typeorm';

const appendOnlyTables = ['audit.events', 'audit.predictions'] as const;

/**
 * Append-only tables. The control is privileges (the application may INSERT and SELECT, nothing else);
 * the triggers are the second line, for logins that own the tables.
 */
export class Audit1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA audit`);
    await runner.query(`
      CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        RAISE EXCEPTION 'audit.% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TABLE audit.events (
        id uuid NOT NULL,
        occurred_at timestamptz NOT NULL,
        action text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        credential_id text NOT NULL,
        subject_kind text NOT NULL,
        subject_id text NOT NULL,
        details jsonb NOT NULL,
        CONSTRAINT pk_events PRIMARY KEY (id)
      )`);
    // Administrative acts are rare, so both questions that are asked of them may have an index.
    await runner.query(`CREATE INDEX ix_events_occurred_at ON audit.events (occurred_at, id)`);
    await runner.query(`CREATE INDEX ix_events_subject ON audit.events (subject_kind, subject_id)`);

    // transaction_id tells a sealer which rows can still gain an older neighbour: those of transactions at or
    // above the snapshot's xmin. Neither the id nor the time follows commit order. It is a bigint, not an
    // xid8, because TypeORM cannot compare a schema that holds types it does not know.
    await runner.query(`
      CREATE TABLE audit.predictions (
        id uuid NOT NULL,
        request_id text NOT NULL,
        occurred_at timestamptz NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        credential_id text NOT NULL,
        route text NOT NULL,
        subject_id text,
        model text,
        model_version integer,
        model_digest text,
        inputs jsonb,
        output jsonb,
        threshold double precision,
        status text NOT NULL,
        http_status integer NOT NULL,
        error_code text,
        error_fields jsonb,
        latency_ms double precision NOT NULL,
        transaction_id bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
        CONSTRAINT pk_predictions PRIMARY KEY (id),
        CONSTRAINT ck_predictions_status CHECK (status IN ('answered', 'refused', 'failed'))
      )`);
    // Every index is paid for by every prediction. Time orders every list, and models, versions, actors and
    // statuses are few enough to be found by walking it; one subject among millions is not.
    await runner.query(`CREATE INDEX ix_predictions_occurred_at ON audit.predictions (occurred_at, id)`);
    await runner.query(
      `CREATE INDEX ix_predictions_subject_id ON audit.predictions (subject_id, occurred_at) WHERE subject_id IS NOT NULL`,
    );

    await runner.query(`GRANT USAGE ON SCHEMA audit TO veridict_app`);
    for (const table of appendOnlyTables) {
      await runner.query(`
        CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()`);
      // ALWAYS: session_replication_role = replica switches ordinary triggers off.
      await runner.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER refuse_change`);
      await runner.query(`GRANT SELECT, INSERT ON ${table} TO veridict_app`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit.predictions`);
    await runner.query(`DROP TABLE audit.events`);
    await runner.query(`DROP FUNCTION audit.refuse_change()`);
    await runner.query(`DROP SCHEMA audit`);
  }
}
