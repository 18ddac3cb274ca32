import { sources, sqlType } from './columns.js';

const columns = sources.flatMap((source) => source.columns);
const names = columns.map(({ name }) => name);

/** The current record of each employee: what the extracts delivered, and what was changed since through the API. */
export const employeeTable: readonly string[] = [
  `CREATE TABLE public.employees (
     id bigint NOT NULL,
     ${columns.map(({ name, reading, nullable }) => `${name} ${sqlType(reading)} ${nullable ? '' : 'NOT NULL'}`).join(', ')},
     -- Per field that the API set last: who, when, and what had been delivered then.
     api_changes jsonb NOT NULL DEFAULT '{}',
     created_at timestamptz NOT NULL DEFAULT now(),
     updated_at timestamptz NOT NULL DEFAULT now(),
     version integer NOT NULL DEFAULT 1,
     CONSTRAINT pk_employees PRIMARY KEY (id)
   )`,
  ...['age', 'revenu_mensuel', 'annees_dans_l_entreprise', 'created_at'].map(
    (column) => `CREATE INDEX ix_employees_${column} ON public.employees (${column}, id)`,
  ),
];

export const employeeFunctions: readonly string[] = [
  // What the sources say of an employee, by field; without the fields of a source that delivered nothing.
  `CREATE FUNCTION staging.delivered(employee bigint) RETURNS jsonb LANGUAGE sql STABLE
   RETURN (SELECT coalesce((SELECT to_jsonb(s) FROM staging.sirh s WHERE s.id_employee = employee), '{}')
       || coalesce((SELECT to_jsonb(v) FROM staging.eval v WHERE v.id_employee = employee), '{}')
       || coalesce((SELECT to_jsonb(q) FROM staging.sondage q WHERE q.id_employee = employee), '{}'))`,

  `CREATE FUNCTION staging.api_changes(employee bigint, fields text[], actor_kind text, actor_id text)
   RETURNS jsonb LANGUAGE sql STABLE
   RETURN (SELECT coalesce(jsonb_object_agg(field,
       jsonb_build_object('actor_kind', actor_kind, 'actor_id', actor_id, 'changed_at', now())
       || CASE WHEN d.delivered ? field THEN jsonb_build_object('delivered', d.delivered -> field) ELSE '{}' END), '{}')
     FROM unnest(fields) AS field CROSS JOIN staging.delivered(employee) AS d (delivered))`,

  // A change through the API stands until the source delivers something else than it had delivered before.
  `CREATE FUNCTION staging.stands(api_changes jsonb, field text, delivered jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
   RETURN coalesce(api_changes -> field -> 'delivered' = coalesce(delivered, 'null'), false)`,

  mergeFunction(),
];

/**
 * From `staging` to `employees`, for the employees that an import delivered: those whose three sources are there are
 * added, those who exist are changed where a source says something new.
 */
function mergeFunction(): string {
  const alias = { sirh: 's', eval: 'v', sondage: 'q' } as const;
  const overridden = (source: keyof typeof alias, name: string): string =>
    `${alias[source]}.id_employee IS NOT NULL AND NOT staging.stands(e.api_changes, '${name}', to_jsonb(${alias[source]}.${name}))`;
  const fields = sources.flatMap(({ name: source, columns: own }) =>
    own.map(({ name }) => ({ source, name })),
  );
  const values = fields
    .map(
      ({ source, name }) =>
        `CASE WHEN ${overridden(source, name)} THEN ${alias[source]}.${name} ELSE e.${name} END AS ${name}`,
    )
    .join(',\n              ');
  const dropped = fields
    .map(({ source, name }) => `CASE WHEN ${overridden(source, name)} THEN '${name}' END`)
    .join(', ');
  const list = names.join(', ');
  const row = (table: string): string =>
    [...names, 'api_changes'].map((name) => `${table}.${name}`).join(', ');
  return `CREATE FUNCTION staging.merge_employees(import bigint, OUT inserted bigint, OUT updated bigint) LANGUAGE sql
   BEGIN ATOMIC
     WITH touched AS MATERIALIZED (
       ${sources.map(({ name }) => `SELECT id_employee FROM staging.${name} WHERE import_id = import`).join(' UNION ')}
     ), added AS (
       INSERT INTO public.employees (id, ${list})
       SELECT id_employee, ${list}
       FROM touched JOIN staging.sirh USING (id_employee) JOIN staging.eval USING (id_employee)
         JOIN staging.sondage USING (id_employee)
       WHERE NOT EXISTS (SELECT FROM public.employees e WHERE e.id = id_employee)
       RETURNING id
     ), said AS MATERIALIZED (
       SELECT e.id,
              ${values},
              CASE WHEN e.api_changes = '{}' THEN e.api_changes
                   ELSE e.api_changes - array_remove(ARRAY[${dropped}], NULL) END AS api_changes
       FROM touched t JOIN public.employees e ON e.id = t.id_employee
         LEFT JOIN staging.sirh s ON s.id_employee = e.id AND s.import_id = import
         LEFT JOIN staging.eval v ON v.id_employee = e.id AND v.import_id = import
         LEFT JOIN staging.sondage q ON q.id_employee = e.id AND q.import_id = import
     ), changed AS (
       UPDATE public.employees e
       SET ${[...names, 'api_changes'].map((name) => `${name} = n.${name}`).join(', ')},
           version = e.version + 1, updated_at = now()
       FROM said n
       WHERE e.id = n.id AND (${row('e')}) IS DISTINCT FROM (${row('n')})
       RETURNING e.id
     )
     SELECT (SELECT count(*) FROM added), (SELECT count(*) FROM changed);
   END`;
}
