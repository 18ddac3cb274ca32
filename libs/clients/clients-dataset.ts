import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';

/**
 * Bounds that keep arithmetic sound, not bounds of what a client can be: the table also takes
 * standardised values, which are simply other numbers.
 */
export const largestNumber = 1e12;

/** In order of level: the position is the code that older exports use. */
export const educationLevels = ['aucun', 'bac', 'bac+2', 'master', 'doctorat'] as const;
export const familySituations = ['célibataire', 'marié', 'divorcé', 'veuf'] as const;
export const sexes = ['H', 'F'] as const;
export const maximumRegionLength = 100;

export const targetColumn = 'montant_pret';

const numeric = (name: string, description: string, unit: string): DatasetColumn => ({
  name,
  kind: 'numeric',
  description,
  unit,
  nullable: false,
  optional: false,
  minimum: -largestNumber,
  maximum: largestNumber,
  sensitive: false,
});

const optional = { nullable: true, optional: true } as const;

/** Kept to watch fairness: lawful to hold, never a feature, and left out of answers by default. */
const sensitive = { nullable: true, optional: true, sensitive: true } as const;

export const clientsDataset: DatasetDefinition = {
  name: 'clients',
  origin: 'built_in',
  rowRoutes: '/clients',
  relation: 'clients',
  identifier: 'id',
  splitColumns: [{ name: 'created_at', kind: 'time' }],
  revision: 'version',
  target: targetColumn,
  columns: [
    numeric('age', 'Age', 'years'),
    {
      name: 'sport_licence',
      kind: 'boolean',
      description: 'Holds a licence of a sports club',
      nullable: false,
      optional: false,
      sensitive: false,
    },
    {
      name: 'niveau_etude',
      kind: 'categorical',
      description: 'Highest level of education',
      nullable: false,
      optional: false,
      allowedValues: educationLevels,
      sensitive: false,
    },
    numeric('revenu_estime_mois', 'Estimated income', 'EUR per month'),
    numeric('risque_personnel', 'Personal risk as estimated by the bank', 'probability'),
    { ...numeric('loyer_mensuel', 'Rent', 'EUR per month'), nullable: true },
    numeric('anciennete_ans', 'Time since the account was opened', 'years'),
    { ...numeric('historique_credits', 'Earlier credits', 'credits'), ...optional },
    { ...numeric('score_credit', 'Credit score', 'points'), ...optional },
    {
      ...numeric('montant_pret', 'Amount of the loan; none yet for a client without a loan', 'EUR'),
      ...optional,
    },
    {
      name: 'situation_familiale',
      kind: 'categorical',
      description: 'Family situation',
      allowedValues: familySituations,
      ...sensitive,
    },
    { name: 'region', kind: 'categorical', description: 'Region of residence', ...sensitive },
    { name: 'smoker', kind: 'boolean', description: 'Smokes', ...sensitive },
    { name: 'sexe', kind: 'categorical', description: 'Sex', allowedValues: sexes, ...sensitive },
    { name: 'nationalite_francaise', kind: 'boolean', description: 'Has French nationality', ...sensitive },
  ],
};

/** What a model may see: neither the target nor a sensitive column. */
export const clientFeatureColumns: readonly string[] = clientsDataset.columns
  .filter((column) => !column.sensitive && column.name !== targetColumn)
  .map((column) => column.name);

export const sensitiveColumns: readonly string[] = clientsDataset.columns
  .filter((column) => column.sensitive)
  .map((column) => column.name);
