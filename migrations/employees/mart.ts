import { sources } from './columns.js';

/**
 * The derived features of the model `attrition` as PostgreSQL computes them, with what its champion learnt: generated
 * from their expressions, as test/integration/employees-mart.spec.ts proves, and kept as text because a migration never
 * changes.
 */
export const derivedColumns: Readonly<Record<string, string>> = {
  ratio_manager_anciennete: `((CASE WHEN abs("annees_sous_responsable_actuel"::double precision) < 'Infinity' THEN "annees_sous_responsable_actuel"::double precision END + 1::double precision) / NULLIF((CASE WHEN abs("annees_dans_l_entreprise"::double precision) < 'Infinity' THEN "annees_dans_l_entreprise"::double precision END + 1::double precision), 0))`,
  mobilite_relative: `((CASE WHEN abs("annees_dans_l_entreprise"::double precision) < 'Infinity' THEN "annees_dans_l_entreprise"::double precision END - CASE WHEN abs("annees_dans_le_poste_actuel"::double precision) < 'Infinity' THEN "annees_dans_le_poste_actuel"::double precision END) / NULLIF((CASE WHEN abs("annees_dans_l_entreprise"::double precision) < 'Infinity' THEN "annees_dans_l_entreprise"::double precision END + 1::double precision), 0))`,
  evolution_performance: `(CASE WHEN abs("note_evaluation_actuelle"::double precision) < 'Infinity' THEN "note_evaluation_actuelle"::double precision END - CASE WHEN abs("note_evaluation_precedente"::double precision) < 'Infinity' THEN "note_evaluation_precedente"::double precision END)`,
  pression_stagnation: `(CASE WHEN abs("annees_depuis_la_derniere_promotion"::double precision) < 'Infinity' THEN "annees_depuis_la_derniere_promotion"::double precision END / NULLIF((CASE WHEN abs("annees_dans_l_entreprise"::double precision) < 'Infinity' THEN "annees_dans_l_entreprise"::double precision END + 1::double precision), 0))`,
  ratio_revenu_poste: `COALESCE((CASE WHEN abs("revenu_mensuel"::double precision) < 'Infinity' THEN "revenu_mensuel"::double precision END / NULLIF(((((SELECT learnt -> 'mean(revenu_mensuel, poste)' FROM model_versions JOIN model_aliases USING (model, version) WHERE model = 'attrition' AND alias = 'champion') ->> "poste"::text))::double precision + 1::double precision), 0)), 1::double precision)`,
  ratio_augmentation_promotion: `(CASE WHEN abs("augmentation_salaire_precedente"::double precision) < 'Infinity' THEN "augmentation_salaire_precedente"::double precision END / NULLIF((CASE WHEN abs("annees_depuis_la_derniere_promotion"::double precision) < 'Infinity' THEN "annees_depuis_la_derniere_promotion"::double precision END + 1::double precision), 0))`,
  revenu_satisfaction: `(CASE ((CASE WHEN abs("revenu_mensuel"::double precision) < 'Infinity' THEN "revenu_mensuel"::double precision END <= 2911::double precision) AND (((((CASE WHEN abs("satisfaction_employee_environnement"::double precision) < 'Infinity' THEN "satisfaction_employee_environnement"::double precision END + CASE WHEN abs("satisfaction_employee_nature_travail"::double precision) < 'Infinity' THEN "satisfaction_employee_nature_travail"::double precision END) + CASE WHEN abs("satisfaction_employee_equipe"::double precision) < 'Infinity' THEN "satisfaction_employee_equipe"::double precision END) + CASE WHEN abs("satisfaction_employee_equilibre_pro_perso"::double precision) < 'Infinity' THEN "satisfaction_employee_equilibre_pro_perso"::double precision END) / NULLIF(4::double precision, 0)) <= 2.5::double precision)) WHEN true THEN 1::double precision WHEN false THEN 0::double precision END)`,
};

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
