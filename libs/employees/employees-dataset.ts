import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';

export const targetColumn = 'a_quitte_l_entreprise';

/** Employee numbers have up to 15 digits, so that JavaScript counts them exactly. */
export const largestEmployeeNumber = 999_999_999_999_999;

const column = (name: string, description: string) => ({
  name,
  description,
  nullable: false,
  optional: false,
  sensitive: false,
});
const whole = (
  name: string,
  description: string,
  unit: string,
  [minimum, maximum]: readonly [number, number],
): DatasetColumn => ({
  ...column(name, description),
  kind: 'numeric',
  unit,
  integer: true,
  minimum,
  maximum,
});
const years = (name: string, description: string): DatasetColumn =>
  whole(name, description, 'years', [0, 84]);
const satisfaction = (name: string, description: string): DatasetColumn =>
  whole(name, description, '1 (low) to 4 (high)', [1, 4]);
/**
 * 0 means not evaluated yet: the predecessor's documented payload, of somebody who has just come, sends it. The
 * answer to it warns that training saw no such value.
 */
const note = (name: string, description: string): DatasetColumn =>
  whole(name, description, '1 (low) to 4 (high), 0 not evaluated yet', [0, 4]);
const text = (
  name: string,
  description: string,
  allowedValues: readonly string[],
  synonyms?: DatasetColumn['synonyms'],
): DatasetColumn => ({
  ...column(name, description),
  kind: 'categorical',
  allowedValues,
  ...(synonyms ? { synonyms } : {}),
});

/** Not every payload of the predecessors has them. */
const optional = { nullable: true, optional: true } as const;

/**
 * Kept to watch fairness: lawful to hold, never a feature, and left out of answers by default. The predecessors'
 * documented payloads send these columns, so a prediction takes them; it neither uses nor records them.
 */
const sensitive = { sensitive: true, acceptedUnused: true } as const;

export const employeesDataset: DatasetDefinition = {
  name: 'employees',
  origin: 'built_in',
  rowRoutes: '/employees',
  relation: 'mart.employee_features',
  identifier: 'id_employee',
  splitColumns: [{ name: 'created_at', kind: 'time' }],
  // Not the version: an employee who is deleted and imported again begins with 1 again.
  revision: 'updated_at',
  target: targetColumn,
  columns: [
    whole('age', 'Age', 'years', [16, 100]),
    {
      ...column('revenu_mensuel', 'Pay'),
      kind: 'numeric',
      unit: 'EUR per month',
      minimum: 0,
      maximum: 10_000_000,
    },
    text('departement', 'Department', ['Commercial', 'Consulting', 'Ressources Humaines'], {
      'Ressources Humaines': ['RH'],
    }),
    text(
      'poste',
      'Position',
      [
        'Assistant de Direction',
        'Cadre Commercial',
        'Consultant',
        'Directeur Technique',
        'Manager',
        'Représentant Commercial',
        'Ressources Humaines',
        'Senior Manager',
        'Tech Lead',
      ],
      { 'Ressources Humaines': ['RH'] },
    ),
    whole('nombre_experiences_precedentes', 'Earlier employers', 'employers', [0, 100]),
    {
      ...years('annee_experience_totale', 'Experience in all'),
      ...optional,
      aliases: ['annees_experience_totale'],
    },
    years('annees_dans_l_entreprise', 'Time in the company'),
    { ...years('annees_dans_le_poste_actuel', 'Time in the present position'), ...optional },
    satisfaction('satisfaction_employee_environnement', 'Satisfaction with the surroundings'),
    satisfaction('satisfaction_employee_nature_travail', 'Satisfaction with the kind of work'),
    satisfaction('satisfaction_employee_equipe', 'Satisfaction with the team'),
    satisfaction(
      'satisfaction_employee_equilibre_pro_perso',
      'Satisfaction with the balance of work and life',
    ),
    note('note_evaluation_precedente', 'Mark of the evaluation before'),
    { ...note('note_evaluation_actuelle', 'Mark of the present evaluation'), ...optional },
    { ...whole('niveau_hierarchique_poste', 'Level in the hierarchy', '1 to 10', [1, 10]), ...optional },
    {
      ...column('heure_supplementaires', 'Works overtime'),
      kind: 'boolean',
      synonyms: { true: ['Oui'], false: ['Non'] },
    },
    {
      ...column('augmentation_salaire_precedente', 'Last rise of pay'),
      kind: 'numeric',
      unit: 'percent',
      minimum: 0,
      maximum: 1000,
      aliases: ['augementation_salaire_precedente'],
    },
    whole('nombre_participation_pee', 'Savings plans of the company taken part in', 'plans', [0, 100]),
    whole('nb_formations_suivies', 'Courses taken', 'courses', [0, 100]),
    whole('distance_domicile_travail', 'Distance from home to work', 'km', [0, 1000]),
    whole('niveau_education', 'Level of education', '1 to 5', [1, 5]),
    text(
      'domaine_etude',
      'Field of study',
      [
        'Autre',
        'Entrepreunariat',
        'Infra & Cloud',
        'Marketing',
        'Ressources Humaines',
        'Transformation Digitale',
      ],
      {
        Entrepreunariat: ['Entrepreneuriat'],
        'Infra & Cloud': ['Infra et Cloud'],
        'Ressources Humaines': ['RH'],
      },
    ),
    text('frequence_deplacement', 'How often on business trips', ['Aucun', 'Occasionnel', 'Frequent']),
    years('annees_depuis_la_derniere_promotion', 'Time since the last promotion'),
    {
      ...years('annees_sous_responsable_actuel', 'Time under the present superior'),
      ...optional,
      aliases: ['annes_sous_responsable_actuel'],
    },
    {
      ...column(targetColumn, 'Has left the company; unknown for who is still to be asked'),
      kind: 'boolean',
      ...optional,
    },
    {
      ...text('genre', 'Sex', ['F', 'M'], { F: ['Femme', 'Féminin'], M: ['Homme', 'H', 'Masculin'] }),
      ...sensitive,
    },
    {
      ...text('statut_marital', 'Marital status', ['Célibataire', 'Marié(e)', 'Divorcé(e)'], {
        'Marié(e)': ['Marié', 'Mariée'],
        'Divorcé(e)': ['Divorcé', 'Divorcée'],
      }),
      ...sensitive,
    },
  ],
};

/** What a model may see: neither the target nor a sensitive column. */
export const employeeFeatureColumns: readonly string[] = employeesDataset.columns
  .filter((each) => !each.sensitive && each.name !== targetColumn)
  .map((each) => each.name);

export const sensitiveColumns: readonly string[] = employeesDataset.columns
  .filter((each) => each.sensitive)
  .map((each) => each.name);
