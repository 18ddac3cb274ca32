import type { MigrationInterface, QueryRunner } from 'typeorm';

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
    await runner.query(`
      CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.events
      FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()`);
    await runner.query(`ALTER TABLE audit.events ENABLE ALWAYS TRIGGER refuse_change`);
    await runner.query(`GRANT USAGE ON SCHEMA audit TO veridict_app`);
    await runner.query(`GRANT SELECT, INSERT ON audit.events TO veridict_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit.events`);
    await runner.query(`DROP FUNCTION audit.refuse_change()`);
    await runner.query(`DROP SCHEMA audit`);
  }
}
