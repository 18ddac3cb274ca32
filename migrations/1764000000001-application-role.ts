import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The role that the application acts as. It owns nothing: ordinary tables grant it rows by the default
 * below, audit tables only INSERT and SELECT, by name.
 */
export class ApplicationRole1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'veridict_app') THEN
          CREATE ROLE veridict_app NOLOGIN;
        END IF;
      EXCEPTION
        -- Roles are shared by all databases of a server: another one may have created it meanwhile.
        WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
    await runner.query(`
      DO $$
      BEGIN
        IF NOT pg_has_role(current_user, 'veridict_app', 'SET') THEN
          EXECUTE format('GRANT veridict_app TO %I WITH SET TRUE, INHERIT FALSE', current_user);
        END IF;
      EXCEPTION
        -- A login of its own for the application (embedded database): the owner need not act as it.
        WHEN insufficient_privilege THEN NULL;
      END $$`);
    await runner.query(`GRANT USAGE ON SCHEMA public TO veridict_app`);
    await runner.query(
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO veridict_app`,
    );
    await runner.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO veridict_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE ON SEQUENCES FROM veridict_app`,
    );
    await runner.query(
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM veridict_app`,
    );
    await runner.query(`REVOKE USAGE ON SCHEMA public FROM veridict_app`);
    // The role stays: other databases of the server may use it.
  }
}
