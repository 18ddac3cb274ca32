import type { ModelDefinition } from '#libs/models';
import { attritionPolicy, attritionReasons } from './attrition-decisions.js';
import { employeeFeatureColumns, employeesDataset, targetColumn } from './employees-dataset.js';

/** Of both predecessors, each declared once: the model's file and the mart are compiled from these texts. */
export const attritionDerived: NonNullable<ModelDefinition['derived']> = [
  {
    name: 'ratio_manager_anciennete',
    expression: '(annees_sous_responsable_actuel + 1) / (annees_dans_l_entreprise + 1)',
  },
  {
    name: 'mobilite_relative',
    expression: '(annees_dans_l_entreprise - annees_dans_le_poste_actuel) / (annees_dans_l_entreprise + 1)',
  },
  {
    name: 'evolution_performance',
    expression: 'note_evaluation_actuelle - note_evaluation_precedente',
  },
  {
    name: 'pression_stagnation',
    expression: 'annees_depuis_la_derniere_promotion / (annees_dans_l_entreprise + 1)',
  },
  {
    // 1 for a position that no training row has.
    name: 'ratio_revenu_poste',
    expression: 'coalesce(revenu_mensuel / (mean(revenu_mensuel, poste) + 1), 1)',
  },
  {
    name: 'ratio_augmentation_promotion',
    expression: 'augmentation_salaire_precedente / (annees_depuis_la_derniere_promotion + 1)',
  },
  {
    name: 'revenu_satisfaction',
    expression:
      'if(revenu_mensuel <= 2911 and (satisfaction_employee_environnement + satisfaction_employee_nature_travail + satisfaction_employee_equipe + satisfaction_employee_equilibre_pro_perso) / 4 <= 2.5, 1, 0)',
  },
];

export const attritionModel: ModelDefinition = {
  name: 'attrition',
  origin: 'built_in',
  description: 'Whether an employee leaves the company: 1 leaves, 0 stays',
  dataset: employeesDataset.name,
  task: 'binary',
  target: targetColumn,
  features: employeeFeatureColumns,
  derived: attritionDerived,
  policy: attritionPolicy,
  reasons: attritionReasons,
};
