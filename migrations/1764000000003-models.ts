import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Models1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE models (
        name text NOT NULL,
        description text NOT NULL,
        dataset text NOT NULL,
        task text NOT NULL,
        target text NOT NULL,
        features jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_models PRIMARY KEY (name)
      )`);
    await runner.query(`
      CREATE TABLE artefacts (
        sha256 text NOT NULL,
        content bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_artefacts PRIMARY KEY (sha256)
      )`);
    // ONNX files hardly compress, and reading them back whole is faster without.
    await runner.query(`ALTER TABLE artefacts ALTER COLUMN content SET STORAGE EXTERNAL`);
    await runner.query(`
      CREATE TABLE model_versions (
        model text NOT NULL,
        version integer NOT NULL,
        artefact_sha256 text NOT NULL,
        training_run_id uuid NOT NULL,
        task text NOT NULL,
        algorithm text NOT NULL,
        hyperparameters jsonb NOT NULL,
        seed integer NOT NULL,
        test_size double precision NOT NULL,
        features jsonb NOT NULL,
        threshold double precision,
        metrics jsonb NOT NULL,
        baseline_metrics jsonb NOT NULL,
        card jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_model_versions PRIMARY KEY (model, version),
        CONSTRAINT fk_model_versions_model FOREIGN KEY (model) REFERENCES models (name),
        CONSTRAINT fk_model_versions_artefact FOREIGN KEY (artefact_sha256) REFERENCES artefacts (sha256)
      )`);
    await runner.query(`
      CREATE TABLE model_aliases (
        model text NOT NULL,
        alias text NOT NULL,
        version integer NOT NULL,
        CONSTRAINT pk_model_aliases PRIMARY KEY (model, alias),
        CONSTRAINT fk_model_aliases_version FOREIGN KEY (model, version) REFERENCES model_versions (model, version)
      )`);
    await runner.query(`
      CREATE TABLE alias_moves (
        id uuid NOT NULL,
        position integer NOT NULL,
        moved_at timestamptz NOT NULL,
        model text NOT NULL,
        alias text NOT NULL,
        from_version integer,
        to_version integer NOT NULL,
        reason text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        training_run_id uuid,
        CONSTRAINT pk_alias_moves PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE UNIQUE INDEX uq_alias_moves_position ON alias_moves (model, position)`);
    // Versions, their files and the history of aliases are records: the application cannot rewrite them.
    await runner.query(`REVOKE UPDATE, DELETE ON artefacts, model_versions, alias_moves FROM veridict_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE alias_moves`);
    await runner.query(`DROP TABLE model_aliases`);
    await runner.query(`DROP TABLE model_versions`);
    await runner.query(`DROP TABLE artefacts`);
    await runner.query(`DROP TABLE models`);
  }
}
