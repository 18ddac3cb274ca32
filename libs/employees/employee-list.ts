import type { SelectQueryBuilder } from 'typeorm';
import type { KeysetOptions } from '#libs/database';
import type { EmployeeEntity } from './employee.entity.js';

export enum EmployeeSort {
  Id = 'id',
  IdDown = '-id',
  Age = 'age',
  AgeDown = '-age',
  Pay = 'revenu_mensuel',
  PayDown = '-revenu_mensuel',
  Seniority = 'annees_dans_l_entreprise',
  SeniorityDown = '-annees_dans_l_entreprise',
  CreatedAt = 'created_at',
  CreatedAtDown = '-created_at',
}

/** SQL of each sort key. All are indexed together with the id, and never null: see `keysetPage`. */
const sortKeys: Readonly<Record<string, { expression: string; type: string }>> = {
  id: { expression: 'employee.id', type: 'bigint' },
  age: { expression: 'employee.age', type: 'integer' },
  revenu_mensuel: { expression: 'employee.revenu_mensuel', type: 'double precision' },
  annees_dans_l_entreprise: { expression: 'employee.annees_dans_l_entreprise', type: 'integer' },
  created_at: { expression: 'employee.created_at', type: 'timestamptz' },
};

export interface EmployeeFilters {
  readonly min_age?: number;
  readonly max_age?: number;
  readonly min_revenu_mensuel?: number;
  readonly max_revenu_mensuel?: number;
  readonly min_annees_dans_l_entreprise?: number;
  readonly max_annees_dans_l_entreprise?: number;
  readonly departement?: string;
  readonly poste?: string;
  readonly heure_supplementaires?: boolean;
  readonly a_quitte_l_entreprise?: boolean;
}

const conditions: Readonly<Record<keyof EmployeeFilters, string>> = {
  min_age: 'employee.age >= :min_age',
  max_age: 'employee.age <= :max_age',
  min_revenu_mensuel: 'employee.revenu_mensuel >= :min_revenu_mensuel',
  max_revenu_mensuel: 'employee.revenu_mensuel <= :max_revenu_mensuel',
  min_annees_dans_l_entreprise: 'employee.annees_dans_l_entreprise >= :min_annees_dans_l_entreprise',
  max_annees_dans_l_entreprise: 'employee.annees_dans_l_entreprise <= :max_annees_dans_l_entreprise',
  departement: 'employee.departement = :departement',
  poste: 'employee.poste = :poste',
  heure_supplementaires: 'employee.heure_supplementaires = :heure_supplementaires',
  a_quitte_l_entreprise: 'employee.a_quitte_l_entreprise = :a_quitte_l_entreprise',
};

/** Adds the filters to the query and returns the one text that names this list, for its cursors. */
export function applyFilters(
  query: SelectQueryBuilder<EmployeeEntity>,
  filters: EmployeeFilters,
  sort: EmployeeSort,
): string {
  const set: [string, unknown][] = [];
  for (const name of Object.keys(conditions) as (keyof EmployeeFilters)[]) {
    const value = filters[name];
    if (value === undefined) continue;
    query.andWhere(conditions[name], { [name]: value });
    set.push([name, value]);
  }
  return JSON.stringify(['employees', sort, set]);
}

export function sortOf(sort: EmployeeSort): KeysetOptions['sort'] {
  const down = sort.startsWith('-');
  return { ...sortKeys[down ? sort.slice(1) : sort]!, direction: down ? 'DESC' : 'ASC' };
}
