import { sources } from './columns.js';

/**
 * The derived features of the model `attrition` as PostgreSQL computes them: generated from their expressions, as
 * the test test/integration/employees-mart.spec.ts proves, and kept as text because a migration never changes.
 */
export const derivedColumns: Readonly<Record<string, string>> = {};

const columns = sources.flatMap((source) => source.columns.map(({ name }) => name));

/** What models learn from and analysts read: identifier, features, derived features, target. */
export const martView: readonly string[] = [
  `CREATE SCHEMA mart`,
  `CREATE VIEW mart.employee_features AS
     SELECT id AS id_employee, ${columns.join(', ')}, created_at${Object.entries(derivedColumns)
       .map(([name, sql]) => `,\n            ${sql} AS ${name}`)
       .join('')}
     FROM public.employees`,
  `GRANT USAGE ON SCHEMA mart TO veridict_app`,
  `GRANT SELECT ON mart.employee_features TO veridict_app`,
];
