import type { RowList } from '#libs/datasets';

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

export const employeeList: RowList<EmployeeFilters> = {
  name: 'employees',
  sortKeys: {
    id: { expression: 'employee.id', type: 'bigint' },
    age: { expression: 'employee.age', type: 'integer' },
    revenu_mensuel: { expression: 'employee.revenu_mensuel', type: 'double precision' },
    annees_dans_l_entreprise: { expression: 'employee.annees_dans_l_entreprise', type: 'integer' },
    created_at: { expression: 'employee.created_at', type: 'timestamptz' },
  },
  conditions: {
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
  },
};
