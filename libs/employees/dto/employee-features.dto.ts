import { PayloadAlias, PayloadColumn, type Presence } from '#libs/datasets';
import { CheckedByFeatureSchema } from '#libs/platform';
import { employeesDataset } from '../employees-dataset.js';

const Column = (
  name: string,
  presence: Presence,
  example: number | string | boolean,
  enumName?: string,
): PropertyDecorator => PayloadColumn(employeesDataset, name, presence, example, enumName);
const Alias = (alias: string): PropertyDecorator => PayloadAlias(employeesDataset, alias);

/**
 * An employee as models see one, in any spelling that the dataset declares. The model's own schema checks it, so that it
 * is not checked twice.
 */
@CheckedByFeatureSchema()
export class EmployeeFeaturesDto {
  @Column('age', 'required', 41)
  age!: number;

  @Column('revenu_mensuel', 'required', 5993)
  revenu_mensuel!: number;

  @Column('departement', 'required', 'Commercial', 'Departement')
  departement!: string;

  @Column('poste', 'required', 'Cadre Commercial', 'Poste')
  poste!: string;

  @Column('nombre_experiences_precedentes', 'required', 8)
  nombre_experiences_precedentes!: number;

  @Column('annees_dans_l_entreprise', 'required', 6)
  annees_dans_l_entreprise!: number;

  @Column('satisfaction_employee_environnement', 'required', 2)
  satisfaction_employee_environnement!: number;

  @Column('satisfaction_employee_nature_travail', 'required', 4)
  satisfaction_employee_nature_travail!: number;

  @Column('satisfaction_employee_equipe', 'required', 1)
  satisfaction_employee_equipe!: number;

  @Column('satisfaction_employee_equilibre_pro_perso', 'required', 1)
  satisfaction_employee_equilibre_pro_perso!: number;

  @Column('note_evaluation_precedente', 'required', 3)
  note_evaluation_precedente!: number;

  @Column('heure_supplementaires', 'required', true)
  heure_supplementaires!: boolean | string;

  @Column('augmentation_salaire_precedente', 'required', 11)
  augmentation_salaire_precedente?: number;

  @Alias('augementation_salaire_precedente')
  augementation_salaire_precedente?: number;

  @Column('nombre_participation_pee', 'required', 0)
  nombre_participation_pee!: number;

  @Column('nb_formations_suivies', 'required', 0)
  nb_formations_suivies!: number;

  @Column('distance_domicile_travail', 'required', 1)
  distance_domicile_travail!: number;

  @Column('niveau_education', 'required', 2)
  niveau_education!: number;

  @Column('domaine_etude', 'required', 'Infra & Cloud', 'DomaineEtude')
  domaine_etude!: string;

  @Column('frequence_deplacement', 'required', 'Occasionnel', 'FrequenceDeplacement')
  frequence_deplacement!: string;

  @Column('annees_depuis_la_derniere_promotion', 'required', 0)
  annees_depuis_la_derniere_promotion!: number;

  @Column('annee_experience_totale', 'optional', 8)
  annee_experience_totale?: number | null;

  @Alias('annees_experience_totale')
  annees_experience_totale?: number | null;

  @Column('annees_dans_le_poste_actuel', 'optional', 4)
  annees_dans_le_poste_actuel?: number | null;

  @Column('note_evaluation_actuelle', 'optional', 3)
  note_evaluation_actuelle?: number | null;

  @Column('niveau_hierarchique_poste', 'optional', 2)
  niveau_hierarchique_poste?: number | null;

  @Column('annees_sous_responsable_actuel', 'optional', 5)
  annees_sous_responsable_actuel?: number | null;

  @Alias('annes_sous_responsable_actuel')
  annes_sous_responsable_actuel?: number | null;

  @Column('genre', 'optional', 'F', 'Genre')
  genre?: string;

  @Column('statut_marital', 'optional', 'Célibataire', 'StatutMarital')
  statut_marital?: string;
}
