export type SourceName = 'sirh' | 'eval' | 'sondage';
export const sourceNames: readonly SourceName[] = ['sirh', 'eval', 'sondage'];

/** An extract: its columns as `raw` spells them, and which of them hold which field. */
export interface EmployeeSource {
  readonly name: SourceName;
  readonly description: string;
  /** Holds the employee's number. */
  readonly key: string;
  /** Constants that are kept as delivered and used nowhere. */
  readonly unused: readonly string[];
  /** By field of the employee. */
  readonly delivered: Readonly<Record<string, string>>;
}

const asNamed = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));

export const employeeSources: readonly EmployeeSource[] = [
  {
    name: 'sirh',
    description: 'Extract of the HR system (key: id_employee)',
    key: 'id_employee',
    unused: ['nombre_heures_travailless'],
    delivered: asNamed(
      'age',
      'genre',
      'revenu_mensuel',
      'statut_marital',
      'departement',
      'poste',
      'nombre_experiences_precedentes',
      'annee_experience_totale',
      'annees_dans_l_entreprise',
      'annees_dans_le_poste_actuel',
    ),
  },
  {
    name: 'eval',
    description: 'Extract of the evaluations (key: eval_number)',
    key: 'eval_number',
    unused: [],
    delivered: {
      ...asNamed(
        'satisfaction_employee_environnement',
        'satisfaction_employee_nature_travail',
        'satisfaction_employee_equipe',
        'satisfaction_employee_equilibre_pro_perso',
        'note_evaluation_precedente',
        'note_evaluation_actuelle',
        'niveau_hierarchique_poste',
        'heure_supplementaires',
      ),
      augmentation_salaire_precedente: 'augementation_salaire_precedente',
    },
  },
  {
    name: 'sondage',
    description: 'Extract of the survey (key: code_sondage)',
    key: 'code_sondage',
    unused: ['nombre_employee_sous_responsabilite', 'ayant_enfants'],
    delivered: {
      ...asNamed(
        'nombre_participation_pee',
        'nb_formations_suivies',
        'distance_domicile_travail',
        'niveau_education',
        'domaine_etude',
        'frequence_deplacement',
        'annees_depuis_la_derniere_promotion',
        'a_quitte_l_entreprise',
      ),
      annees_sous_responsable_actuel: 'annes_sous_responsable_actuel',
    },
  },
];
