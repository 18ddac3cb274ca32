import { sources } from './columns.js';

/**
 * The extracts as they were delivered: text, with where it stood. Rows are only ever added, and only by the functions of
 * staging: foreign keys that are checked row by row would take longer than all the rest.
 */
export const rawTables: readonly string[] = [
  `CREATE SCHEMA raw`,
  `CREATE FUNCTION raw.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
   BEGIN
     RAISE EXCEPTION 'raw.% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
   END $$`,
  `CREATE TABLE raw.imports (
     id bigint GENERATED ALWAYS AS IDENTITY,
     imported_at timestamptz NOT NULL DEFAULT now(),
     actor_kind text NOT NULL,
     actor_id text NOT NULL,
     CONSTRAINT pk_imports PRIMARY KEY (id)
   )`,
  `CREATE TABLE raw.import_files (
     import_id bigint NOT NULL,
     source text NOT NULL,
     file_name text NOT NULL,
     sha256 text NOT NULL,
     decimal_comma boolean NOT NULL,
     rows_read bigint NOT NULL,
     -- The earlier import of the same bytes, when nothing of this source was imported in between.
     repeats bigint,
     CONSTRAINT pk_import_files PRIMARY KEY (import_id, source),
     CONSTRAINT fk_import_files_import FOREIGN KEY (import_id) REFERENCES raw.imports (id),
     CONSTRAINT fk_import_files_repeats FOREIGN KEY (repeats) REFERENCES raw.imports (id),
     CONSTRAINT ck_import_files_source CHECK (source IN ('sirh', 'eval', 'sondage'))
   )`,
  ...sources.map(
    ({ name, delivered }) => `CREATE TABLE raw.extrait_${name} (
     import_id bigint NOT NULL,
     file_name text NOT NULL,
     line bigint NOT NULL,
     imported_at timestamptz NOT NULL,
     ${delivered.map((column) => `${column} text`).join(', ')},
     CONSTRAINT pk_extrait_${name} PRIMARY KEY (import_id, line)
   )`,
  ),
  `GRANT USAGE ON SCHEMA raw TO veridict_app`,
  ...['imports', 'import_files', ...sources.map(({ name }) => `extrait_${name}`)].flatMap((table) => [
    `CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON raw.${table}
     FOR EACH STATEMENT EXECUTE FUNCTION raw.refuse_change()`,
    `ALTER TABLE raw.${table} ENABLE ALWAYS TRIGGER refuse_change`,
    `GRANT SELECT, INSERT ON raw.${table} TO veridict_app`,
  ]),
];
