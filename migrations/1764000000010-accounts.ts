import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts, sign-ins, API keys and the memory of failed sign-ins. Secrets are stored as digests only. */
export class Accounts1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE public.users (
        id uuid NOT NULL,
        email text NOT NULL,
        password_hash text NOT NULL,
        password_version integer NOT NULL,
        initial_password_expires_at timestamptz,
        role text NOT NULL,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version integer NOT NULL,
        CONSTRAINT pk_users PRIMARY KEY (id),
        CONSTRAINT uq_users_email UNIQUE (email),
        CONSTRAINT ck_users_email_lower_case CHECK (email = lower(email)),
        CONSTRAINT ck_users_role CHECK (role IN ('viewer', 'analyst', 'admin'))
      )`);
    await runner.query(`
      CREATE TABLE public.sessions (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_reason text,
        CONSTRAINT pk_sessions PRIMARY KEY (id),
        CONSTRAINT fk_sessions_user FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
        CONSTRAINT ck_sessions_revoked CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
      )`);
    await runner.query(`CREATE INDEX ix_sessions_user ON public.sessions (user_id)`);
    // One child per parent, whatever the code does: a family never has two live heads.
    await runner.query(`
      CREATE TABLE public.refresh_tokens (
        token_hash bytea NOT NULL,
        session_id uuid NOT NULL,
        parent_hash bytea,
        created_at timestamptz NOT NULL,
        rotated_at timestamptz,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_refresh_tokens PRIMARY KEY (token_hash),
        CONSTRAINT uq_refresh_tokens_parent UNIQUE (parent_hash),
        CONSTRAINT fk_refresh_tokens_session FOREIGN KEY (session_id) REFERENCES public.sessions (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX ix_refresh_tokens_session ON public.refresh_tokens (session_id)`);
    await runner.query(`
      CREATE TABLE public.api_keys (
        id uuid NOT NULL,
        prefix text NOT NULL,
        key_hash bytea NOT NULL,
        name text NOT NULL,
        role text NOT NULL,
        user_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        last_used_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT pk_api_keys PRIMARY KEY (id),
        CONSTRAINT uq_api_keys_prefix UNIQUE (prefix),
        CONSTRAINT fk_api_keys_user FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE,
        CONSTRAINT ck_api_keys_role CHECK (role IN ('viewer', 'analyst', 'admin'))
      )`);
    await runner.query(`CREATE INDEX ix_api_keys_user ON public.api_keys (user_id)`);
    await runner.query(`
      CREATE TABLE public.login_throttles (
        key bytea NOT NULL,
        failures integer NOT NULL,
        pending integer NOT NULL,
        pending_until timestamptz NOT NULL,
        blocked_until timestamptz,
        last_failure_at timestamptz,
        CONSTRAINT pk_login_throttles PRIMARY KEY (key)
      )`);
    await runner.query(`
      CREATE TABLE public.known_sources (
        user_id uuid NOT NULL,
        source bytea NOT NULL,
        last_signed_in_at timestamptz NOT NULL,
        CONSTRAINT pk_known_sources PRIMARY KEY (user_id, source),
        CONSTRAINT fk_known_sources_user FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE public.known_sources`);
    await runner.query(`DROP TABLE public.login_throttles`);
    await runner.query(`DROP TABLE public.api_keys`);
    await runner.query(`DROP TABLE public.refresh_tokens`);
    await runner.query(`DROP TABLE public.sessions`);
    await runner.query(`DROP TABLE public.users`);
  }
}
