import { describe, expect, it } from '@jest/globals';
import type { FeatureColumn, Table } from '../table/table.js';
import { evaluate } from './evaluate.js';
import { parseDerived } from './parse.js';

const columns: readonly FeatureColumn[] = [
  ...['a', 'b', 'missing'].map((name): FeatureColumn => ({ name, kind: 'numeric', nullable: true })),
  { name: 'yes', kind: 'boolean', nullable: false },
  { name: 'unknown', kind: 'boolean', nullable: true },
  { name: 'poste', kind: 'categorical', nullable: true },
  { name: 'silent', kind: 'categorical', nullable: true },
];
const row: Table = {
  rowCount: 1,
  columns: {
    a: Float64Array.of(6),
    b: Float64Array.of(-4),
    missing: Float64Array.of(NaN),
    yes: Float64Array.of(1),
    unknown: Float64Array.of(NaN),
    poste: ['Tech Lead'],
    silent: ['nan'],
  },
};

function valueOf(expression: string): number | undefined {
  return evaluate(parseDerived({ name: 'derived', expression }, columns), row)[0];
}

describe('a derived feature', () => {
  it.each([
    ['2 + 3 * 4 - 5', 9],
    ['12 / 4 / 3', 1],
    ['2 - 3 - 4', -5],
    ['-a * -2', 12],
    ['(a + b) * .5', 1],
    ['a - -b', 2],
    ['1.5e2', 150],
    ['min(a, b, 0)', -4],
    ['max(a, b, 0)', 6],
    ['abs(b)', 4],
    ['sqrt(a + 3)', 3],
    ['log(exp(2))', 2],
    ['exp(-2000)', Math.exp(-708)],
    ['a > b', 1],
    ['a <= b', 0],
    ['a >= 6 and b != 6', 1],
    ['a = 6 or missing > 1', 1],
    ['a < 0 and missing > 1', 0],
    ['not a < b', 1],
    ['not yes or a < b and yes', 0],
    ['yes + yes * 2', 3],
    ['if(yes, a, b)', 6],
    ['if(a < b, missing, b)', -4],
    ['coalesce(missing, 0 / 0, b)', -4],
    ["poste = 'Tech Lead'", 1],
    ["'Manager' != poste", 1],
    ["if(poste = 'Manager', 1, 2)", 2],
  ])('%s is %d', (expression, value) => {
    expect(valueOf(expression)).toBeCloseTo(value, 13);
  });

  it.each([
    'a + missing',
    '0 * missing',
    'min(a, missing)',
    'missing < a',
    'missing = missing',
    'not unknown',
    'unknown and yes',
    'unknown or a < b',
    'if(unknown, 1, 1)',
    'a / 0',
    '1e300 * 1e300',
    'a / 0 > 1',
    'sqrt(b)',
    'log(0)',
    'exp(710)',
    "silent = 'Tech Lead'",
    "silent != 'Tech Lead'",
  ])('%s is missing', (expression) => {
    expect(valueOf(expression)).toBeNaN();
  });
});

describe('the derived features of the predecessors', () => {
  const numeric = (name: string): FeatureColumn => ({ name, kind: 'numeric', nullable: false });
  const schema = [
    ...['annees_dans_l_entreprise', 'annees_sous_responsable_actuel', 'annees_dans_le_poste_actuel'],
    ...['annees_depuis_la_derniere_promotion', 'note_evaluation_actuelle', 'note_evaluation_precedente'],
    ...['revenu_mensuel', 'augementation_salaire_precedente', 'satisfaction_employee_environnement'],
    ...['satisfaction_employee_nature_travail', 'satisfaction_employee_equipe'],
    'satisfaction_employee_equilibre_pro_perso',
  ].map(numeric);
  const columnsOfHr = [...schema, { name: 'poste', kind: 'categorical', nullable: false } as const];
  const values = [7, 4, 5, 2, 3, 4, 2800, 11, 1, 3, 2, 4];
  const tableOf = (poste: string): Table => ({
    rowCount: 1,
    columns: {
      ...Object.fromEntries(schema.map(({ name }, index) => [name, Float64Array.of(values[index] ?? NaN)])),
      poste: [poste],
    },
  });
  const valueFor = (expression: string, poste = 'Manager'): number | undefined =>
    evaluate(parseDerived({ name: 'derived', expression }, columnsOfHr), tableOf(poste))[0];

  it.each([
    ['(annees_sous_responsable_actuel + 1) / (annees_dans_l_entreprise + 1)', 5 / 8],
    ['(annees_dans_l_entreprise - annees_dans_le_poste_actuel) / (annees_dans_l_entreprise + 1)', 2 / 8],
    ['note_evaluation_actuelle - note_evaluation_precedente', -1],
    ['annees_depuis_la_derniere_promotion / (annees_dans_l_entreprise + 1)', 2 / 8],
    ['augementation_salaire_precedente / (annees_depuis_la_derniere_promotion + 1)', 11 / 3],
    [
      `revenu_mensuel <= 2911 and (satisfaction_employee_environnement + satisfaction_employee_nature_travail
        + satisfaction_employee_equipe + satisfaction_employee_equilibre_pro_perso) / 4 <= 2.5`,
      1,
    ],
  ])('%s can be said', (expression, value) => {
    expect(valueFor(expression)).toBe(value);
  });

  it('compare the income with the mean pay of the post, and give 1 for an unknown post', () => {
    const pay: Readonly<Record<string, number>> = {
      'Représentant Commercial': 2626,
      Consultant: 3237.17,
      'Assistant de Direction': 3239.97,
      'Ressources Humaines': 4235.75,
      'Cadre Commercial': 6924.28,
      'Tech Lead': 7295.14,
      Manager: 7528.76,
      'Directeur Technique': 16033.55,
      'Senior Manager': 17181.67,
    };
    const ratio = Object.entries(pay).reduceRight(
      (otherwise, [post, mean]) => `if(poste = '${post}', revenu_mensuel / (${mean} + 1), ${otherwise})`,
      '1.0',
    );
    for (const [post, mean] of Object.entries(pay)) expect(valueFor(ratio, post)).toBe(2800 / (mean + 1));
    expect(valueFor(ratio, 'Astronaute')).toBe(1);
  });
});
