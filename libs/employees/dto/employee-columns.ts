import { DeclaredColumn, type Presence } from '#libs/datasets';
import { employeesDataset } from '../employees-dataset.js';

/** @param enumName of the allowed values in the OpenAPI document */
export const EmployeeColumn = (
  name: string,
  presence: Presence,
  example: number | string | boolean,
  enumName?: string,
): PropertyDecorator => DeclaredColumn(employeesDataset, name, presence, example, enumName);

/** What every body and every answer holds. */
export class EmployeeColumns {
  @EmployeeColumn('age', 'required', 41)
  age!: number;

  @EmployeeColumn('revenu_mensuel', 'required', 5993)
  revenu_mensuel!: number;

  @EmployeeColumn('departement', 'required', 'Commercial', 'Departement')
  departement!: string;

  @EmployeeColumn('poste', 'required', 'Cadre Commercial', 'Poste')
  poste!: string;

  @EmployeeColumn('nombre_experiences_precedentes', 'required', 8)
  nombre_experiences_precedentes!: number;

  @EmployeeColumn('annees_dans_l_entreprise', 'required', 6)
  annees_dans_l_entreprise!: number;

  @EmployeeColumn('satisfaction_employee_environnement', 'required', 2)
  satisfaction_employee_environnement!: number;

  @EmployeeColumn('satisfaction_employee_nature_travail', 'required', 4)
  satisfaction_employee_nature_travail!: number;

  @EmployeeColumn('satisfaction_employee_equipe', 'required', 1)
  satisfaction_employee_equipe!: number;

  @EmployeeColumn('satisfaction_employee_equilibre_pro_perso', 'required', 1)
  satisfaction_employee_equilibre_pro_perso!: number;

  @EmployeeColumn('note_evaluation_precedente', 'required', 3)
  note_evaluation_precedente!: number;

  @EmployeeColumn('heure_supplementaires', 'required', true)
  heure_supplementaires!: boolean;

  @EmployeeColumn('augmentation_salaire_precedente', 'required', 11)
  augmentation_salaire_precedente!: number;

  @EmployeeColumn('nombre_participation_pee', 'required', 0)
  nombre_participation_pee!: number;

  @EmployeeColumn('nb_formations_suivies', 'required', 0)
  nb_formations_suivies!: number;

  @EmployeeColumn('distance_domicile_travail', 'required', 1)
  distance_domicile_travail!: number;

  @EmployeeColumn('niveau_education', 'required', 2)
  niveau_education!: number;

  @EmployeeColumn('domaine_etude', 'required', 'Infra & Cloud', 'DomaineEtude')
  domaine_etude!: string;

  @EmployeeColumn('frequence_deplacement', 'required', 'Occasionnel', 'FrequenceDeplacement')
  frequence_deplacement!: string;

  @EmployeeColumn('annees_depuis_la_derniere_promotion', 'required', 0)
  annees_depuis_la_derniere_promotion!: number;
}
