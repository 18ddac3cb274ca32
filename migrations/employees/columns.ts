/** How the text of a cell becomes a value. */
export type Reading =
  | { readonly as: 'integer' | 'number' | 'percentage'; readonly minimum: number; readonly maximum: number }
  | { readonly as: 'boolean' }
  /** The values as they are stored, each with its other spellings, folded. */
  | { readonly as: 'choice'; readonly values: Readonly<Record<string, readonly string[]>> };

export interface StagedColumn {
  /** Of `raw`: as the extracts spell it. */
  readonly delivered: string;
  readonly name: string;
  readonly reading: Reading;
  readonly nullable: boolean;
}

export interface Source {
  readonly name: 'sirh' | 'eval' | 'sondage';
  /** Of `raw`, in the order of the extract. */
  readonly delivered: readonly string[];
  /** Of `raw`: holds the employee's number. */
  readonly key: string;
  readonly columns: readonly StagedColumn[];
}

const column = (name: string, reading: Reading, more: Partial<StagedColumn> = {}): StagedColumn => ({
  delivered: name,
  name,
  reading,
  nullable: false,
  ...more,
});
const nullable = { nullable: true } as const;
const integer = (minimum: number, maximum: number): Reading => ({ as: 'integer', minimum, maximum });
const years = integer(0, 84);
const satisfaction = integer(1, 4);
/** 0: not evaluated yet. */
const note = integer(0, 4);
const boolean: Reading = { as: 'boolean' };
const choice = (values: Readonly<Record<string, readonly string[]>>): Reading => ({ as: 'choice', values });

export const sources: readonly Source[] = [
  {
    name: 'sirh',
    delivered: [
      'id_employee',
      'age',
      'genre',
      'revenu_mensuel',
      'statut_marital',
      'departement',
      'poste',
      'nombre_experiences_precedentes',
      'nombre_heures_travailless',
      'annee_experience_totale',
      'annees_dans_l_entreprise',
      'annees_dans_le_poste_actuel',
    ],
    key: 'id_employee',
    columns: [
      column('age', integer(16, 100)),
      column('genre', choice({ M: ['h', 'homme', 'masculin'], F: ['femme', 'feminin'] })),
      column('revenu_mensuel', { as: 'number', minimum: 0, maximum: 10_000_000 }),
      column(
        'statut_marital',
        choice({
          Célibataire: [],
          'Marié(e)': ['marie', 'mariee'],
          'Divorcé(e)': ['divorce', 'divorcee'],
        }),
      ),
      column('departement', choice({ Commercial: [], Consulting: [], 'Ressources Humaines': ['rh'] })),
      column(
        'poste',
        choice({
          'Assistant de Direction': [],
          'Cadre Commercial': [],
          Consultant: [],
          'Directeur Technique': [],
          Manager: [],
          'Représentant Commercial': [],
          'Ressources Humaines': ['rh'],
          'Senior Manager': [],
          'Tech Lead': [],
        }),
      ),
      column('nombre_experiences_precedentes', integer(0, 100)),
      column('annee_experience_totale', years, nullable),
      column('annees_dans_l_entreprise', years),
      column('annees_dans_le_poste_actuel', years, nullable),
    ],
  },
  {
    name: 'eval',
    delivered: [
      'satisfaction_employee_environnement',
      'note_evaluation_precedente',
      'niveau_hierarchique_poste',
      'satisfaction_employee_nature_travail',
      'satisfaction_employee_equipe',
      'satisfaction_employee_equilibre_pro_perso',
      'eval_number',
      'note_evaluation_actuelle',
      'heure_supplementaires',
      'augementation_salaire_precedente',
    ],
    key: 'eval_number',
    columns: [
      column('satisfaction_employee_environnement', satisfaction),
      column('satisfaction_employee_nature_travail', satisfaction),
      column('satisfaction_employee_equipe', satisfaction),
      column('satisfaction_employee_equilibre_pro_perso', satisfaction),
      column('note_evaluation_precedente', note),
      column('note_evaluation_actuelle', note, nullable),
      column('niveau_hierarchique_poste', integer(1, 10), nullable),
      column('heure_supplementaires', boolean),
      column(
        'augmentation_salaire_precedente',
        { as: 'percentage', minimum: 0, maximum: 1000 },
        { delivered: 'augementation_salaire_precedente' },
      ),
    ],
  },
  {
    name: 'sondage',
    delivered: [
      'a_quitte_l_entreprise',
      'nombre_participation_pee',
      'nb_formations_suivies',
      'nombre_employee_sous_responsabilite',
      'code_sondage',
      'distance_domicile_travail',
      'niveau_education',
      'domaine_etude',
      'ayant_enfants',
      'frequence_deplacement',
      'annees_depuis_la_derniere_promotion',
      'annes_sous_responsable_actuel',
    ],
    key: 'code_sondage',
    columns: [
      column('nombre_participation_pee', integer(0, 100)),
      column('nb_formations_suivies', integer(0, 100)),
      column('distance_domicile_travail', integer(0, 1000)),
      column('niveau_education', integer(1, 5)),
      column(
        'domaine_etude',
        choice({
          Autre: [],
          Entrepreunariat: ['entrepreneuriat'],
          'Infra & Cloud': ['infra et cloud'],
          Marketing: [],
          'Ressources Humaines': ['rh'],
          'Transformation Digitale': [],
        }),
      ),
      column('frequence_deplacement', choice({ Aucun: [], Occasionnel: [], Frequent: [] })),
      column('annees_depuis_la_derniere_promotion', years),
      column('annees_sous_responsable_actuel', years, {
        delivered: 'annes_sous_responsable_actuel',
        nullable: true,
      }),
      column('a_quitte_l_entreprise', boolean, nullable),
    ],
  },
];

/** SQL type of a staged column. */
export function sqlType({ as }: Reading): string {
  switch (as) {
    case 'integer':
      return 'integer';
    case 'number':
    case 'percentage':
      return 'double precision';
    case 'boolean':
      return 'boolean';
    case 'choice':
      return 'text';
  }
}

/** What a refused cell is answered: what would be right, never what stood there. */
export function requirement({ reading, nullable }: StagedColumn): string {
  const orEmpty = nullable ? ', or empty' : '';
  switch (reading.as) {
    case 'integer':
      return `must be a whole number from ${reading.minimum} to ${reading.maximum}${orEmpty}`;
    case 'number':
      return `must be a number from ${reading.minimum} to ${reading.maximum}${orEmpty}`;
    case 'percentage':
      return `must be a number of percent from ${reading.minimum} to ${reading.maximum}, such as 11 or 11 %${orEmpty}`;
    case 'boolean':
      return `must be Oui or Non (Y, N, true, false, 1, 0)${orEmpty}`;
    case 'choice':
      return `must be one of ${Object.keys(reading.values).join(', ')}${orEmpty}`;
  }
}
