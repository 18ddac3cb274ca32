import { cleaningFunctions, literal, typed } from './cleaning.js';
import { requirement, type Source, sources, sqlType } from './columns.js';

const keyRequirement = "must be the employee's number: 7, 000007 or E_7";

/** Typed and cleaned, one row per employee and source: what the latest delivery says. */
export const stagingTables: readonly string[] = [
  `CREATE SCHEMA staging`,
  ...cleaningFunctions,
  ...sources.map(
    ({ name, columns }) => `CREATE TABLE staging.${name} (
     id_employee bigint NOT NULL,
     import_id bigint NOT NULL,
     line bigint NOT NULL,
     ${columns.map((column) => `${column.name} ${sqlType(column.reading)} ${column.nullable ? '' : 'NOT NULL'}`).join(', ')},
     CONSTRAINT pk_${name} PRIMARY KEY (id_employee)
   )`,
  ),
  // What an import touched is looked up by its number.
  ...sources.map(({ name }) => `CREATE INDEX ix_${name}_import ON staging.${name} (import_id)`),
  `CREATE TABLE staging.refused_rows (
     import_id bigint NOT NULL,
     source text NOT NULL,
     file_name text NOT NULL,
     line bigint NOT NULL,
     -- As the extract spells it; empty where the row as a whole does not fit.
     field text NOT NULL,
     reason text NOT NULL,
     CONSTRAINT pk_refused_rows PRIMARY KEY (import_id, source, line, field),
     CONSTRAINT fk_refused_rows_import FOREIGN KEY (import_id) REFERENCES raw.imports (id)
   )`,
  `CREATE TABLE staging.requirements (
     source text NOT NULL,
     field text NOT NULL,
     reason text NOT NULL,
     CONSTRAINT pk_requirements PRIMARY KEY (source, field)
   )`,
  `INSERT INTO staging.requirements (source, field, reason) VALUES ${requirements().join(', ')}`,
  `CREATE VIEW staging.incomplete_employees AS
     SELECT id_employee,
            array_remove(ARRAY[CASE WHEN s.id_employee IS NULL THEN 'sirh' END,
                               CASE WHEN v.id_employee IS NULL THEN 'eval' END,
                               CASE WHEN q.id_employee IS NULL THEN 'sondage' END], NULL) AS missing
     FROM staging.sirh s FULL JOIN staging.eval v USING (id_employee) FULL JOIN staging.sondage q USING (id_employee)
     WHERE (s.id_employee IS NULL OR v.id_employee IS NULL OR q.id_employee IS NULL)
       AND NOT EXISTS (SELECT FROM public.employees e WHERE e.id = id_employee)`,
  ...sources.flatMap((source) => [keepFunction(source), takeFunction(source)]),
  `GRANT USAGE ON SCHEMA staging TO veridict_app`,
  `GRANT SELECT ON staging.requirements, staging.incomplete_employees TO veridict_app`,
  `GRANT SELECT, INSERT ON staging.refused_rows TO veridict_app`,
  ...sources.map(({ name }) => `GRANT SELECT, INSERT, UPDATE, DELETE ON staging.${name} TO veridict_app`),
];

function requirements(): string[] {
  return sources.flatMap(({ name, key, columns }) =>
    [
      [key, keyRequirement] as const,
      ...columns.map((each) => [each.delivered, requirement(each)] as const),
    ].map((values) => `(${[name, ...values].map(literal).join(', ')})`),
  );
}

/**
 * From the temporary table `delivered_<source>` (the file as it was read) to `raw`: the rows that say something
 * else than the employee's latest delivery. Rows that do not fit the header, and second rows of one employee, are
 * refused here, because only the whole file shows them.
 */
function keepFunction({ name, key, delivered }: Source): string {
  const columns = delivered.join(', ');
  const same = delivered.map((column) => `r.${column} IS NOT DISTINCT FROM d.${column}`).join(' AND ');
  return `CREATE FUNCTION staging.keep_${name}(import bigint) RETURNS bigint LANGUAGE plpgsql AS $$
   DECLARE
     file raw.import_files;
     kept bigint;
   BEGIN
     SELECT * INTO STRICT file FROM raw.import_files f WHERE f.import_id = import AND f.source = '${name}';
     IF file.repeats IS NULL THEN
       INSERT INTO staging.refused_rows (import_id, source, file_name, line, field, reason)
       SELECT import, '${name}', file.file_name, d.line, '', d.refusal
       FROM pg_temp.delivered_${name} d WHERE d.refusal IS NOT NULL;
       INSERT INTO staging.refused_rows (import_id, source, file_name, line, field, reason)
       SELECT import, '${name}', file.file_name, d.line, '${key}',
              'names an employee who stands on line ' || d.first_line || ' already; keep one of the two'
       FROM (SELECT line, ${key}, min(line) OVER (PARTITION BY staging.employee_number(${key})) AS first_line
             FROM pg_temp.delivered_${name} WHERE refusal IS NULL) d
       WHERE staging.employee_number(d.${key}) IS NOT NULL AND d.line > d.first_line;
     END IF;
     INSERT INTO raw.extrait_${name} (import_id, file_name, line, imported_at, ${columns})
     SELECT import, file.file_name, d.line, (SELECT i.imported_at FROM raw.imports i WHERE i.id = import), ${columns}
     FROM pg_temp.delivered_${name} d
     WHERE d.refusal IS NULL
       AND NOT EXISTS (
         SELECT FROM staging.${name} s JOIN raw.extrait_${name} r ON (r.import_id, r.line) = (s.import_id, s.line)
         WHERE s.id_employee = staging.employee_number(d.${key}) AND ${same})
       -- NOT IN is hashed whatever the planner believes of a table that grew a moment ago.
       AND d.line NOT IN (
         SELECT f.line FROM staging.refused_rows f WHERE f.import_id = file.repeats AND f.source = '${name}');
     GET DIAGNOSTICS kept = ROW_COUNT;
     RETURN kept;
   END $$`;
}

/**
 * From the rows of an import in `raw` to `staging`: typed and cleaned, or refused field by field. Running it again
 * changes nothing, and it never puts an older delivery over a newer one.
 */
function takeFunction({ name, key, columns }: Source): string {
  const names = columns.map((each) => each.name);
  const refused = [
    `CASE WHEN id_employee IS NULL THEN '${key}' END`,
    ...columns.map((each) => {
      const given = each.nullable ? ` AND staging.plain(coalesce(${each.name}_cell, '')) <> ''` : '';
      return `CASE WHEN ${each.name} IS NULL${given} THEN '${each.delivered}' END`;
    }),
  ];
  const cells = columns
    .filter((each) => each.nullable)
    .map((each) => `, r.${each.delivered} AS ${each.name}_cell`)
    .join('');
  return `CREATE FUNCTION staging.take_${name}(import bigint, OUT inserted bigint, OUT updated bigint) LANGUAGE sql
   BEGIN ATOMIC
     WITH typed AS MATERIALIZED (
       SELECT r.file_name, r.line, staging.employee_number(r.${key}) AS id_employee,
              ${columns.map((each) => `${typed(each)} AS ${each.name}`).join(',\n              ')}${cells}
       FROM raw.extrait_${name} r JOIN raw.import_files f ON f.import_id = r.import_id AND f.source = '${name}'
       WHERE r.import_id = import
         AND r.line NOT IN (
           SELECT x.line FROM staging.refused_rows x WHERE x.import_id = import AND x.source = '${name}')
     ), judged AS MATERIALIZED (
       SELECT *, array_remove(ARRAY[${refused.join(', ')}], NULL) AS refused_fields FROM typed
     ), refused AS (
       INSERT INTO staging.refused_rows (import_id, source, file_name, line, field, reason)
       SELECT import, '${name}', j.file_name, j.line, q.field, q.reason
       FROM judged j JOIN staging.requirements q ON q.source = '${name}' AND q.field = ANY (j.refused_fields)
     ), taken AS (
       INSERT INTO staging.${name} AS s (id_employee, import_id, line, ${names.join(', ')})
       SELECT id_employee, import, line, ${names.join(', ')} FROM judged WHERE refused_fields = '{}'
       ON CONFLICT (id_employee) DO UPDATE SET
         import_id = excluded.import_id, line = excluded.line,
         ${names.map((each) => `${each} = excluded.${each}`).join(', ')}
       WHERE s.import_id < excluded.import_id
       -- xmax is 0 in a row that this statement inserted.
       RETURNING xmax = 0 AS is_new
     )
     SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM taken;
   END`;
}
