import type { SeededRandom } from '#libs/datasets';

export interface SampleEmployee {
  readonly id: number;
  readonly age: number;
  readonly genre: string;
  readonly pay: number;
  readonly maritalStatus: string;
  readonly department: string;
  readonly position: string;
  readonly employers: number;
  readonly experience: number;
  readonly tenure: number;
  readonly inPosition: number;
  readonly underSuperior: number;
  readonly sincePromotion: number;
  /** Surroundings, kind of work, team, balance. */
  readonly satisfactions: readonly number[];
  readonly previousMark: number;
  readonly mark: number;
  readonly level: number;
  readonly overtime: boolean;
  /** Percent. */
  readonly rise: number;
  readonly savingsPlans: number;
  readonly courses: number;
  readonly distance: number;
  readonly education: number;
  readonly study: string;
  readonly trips: string;
  /** null: not known yet. */
  readonly left: boolean | null;
}

/** Department, position and its mean pay in EUR per month. */
const positions = [
  ['Commercial', 'Représentant Commercial', 2700, 0.07],
  ['Consulting', 'Consultant', 3300, 0.2],
  ['Consulting', 'Assistant de Direction', 3400, 0.19],
  ['Ressources Humaines', 'Ressources Humaines', 4200, 0.05],
  ['Commercial', 'Cadre Commercial', 6800, 0.22],
  ['Consulting', 'Tech Lead', 7200, 0.1],
  ['Consulting', 'Manager', 8000, 0.08],
  ['Consulting', 'Directeur Technique', 15_500, 0.04],
  ['Consulting', 'Senior Manager', 16_500, 0.05],
] as const;
const studies = [
  'Infra & Cloud',
  'Transformation Digitale',
  'Marketing',
  'Entrepreunariat',
  'Autre',
  'Ressources Humaines',
] as const;
const maritalStatuses = ['Marié(e)', 'Célibataire', 'Divorcé(e)'] as const;
const trips = ['Aucun', 'Occasionnel', 'Frequent'] as const;

/**
 * An invented employee. Who leaves follows from overtime, satisfaction, pay, age, trips, distance and years without a
 * promotion, with noise that leaves a linear model an AUC of about 0.8. Sex and marital status do not enter.
 */
export function sampleEmployee(id: number, random: SeededRandom): SampleEmployee {
  const [department, position, meanPay] = positions[random.weighted(positions.map((each) => each[3]))]!;
  const age = clamp(Math.round(random.normal(37, 9)), 18, 64);
  const experience = Math.round(clamp(random.uniform() * (age - 17), 0, 40));
  const tenure = Math.min(experience, Math.floor(random.exponential(7)));
  const pay = Math.round(
    clamp(meanPay * (0.8 + 0.013 * experience) + random.normal(0, 0.14 * meanPay), 1000, 20_000),
  );
  const satisfactions = Array.from({ length: 4 }, () => 1 + random.weighted([0.19, 0.2, 0.31, 0.3]));
  const overtime = random.chance(0.28);
  const trip = random.weighted([0.1, 0.71, 0.19]);
  const distance = 1 + Math.floor(clamp(random.exponential(8), 0, 28));
  const upToTenure = (share: number): number => Math.floor(tenure * random.uniform() ** share);
  const sincePromotion = upToTenure(2);
  const savingsPlans = random.weighted([0.43, 0.4, 0.11, 0.06]);
  const discontent = satisfactions.reduce((sum, value) => sum + (2.7 - value), 0);
  const odds =
    -2.75 +
    1.3 * Number(overtime) +
    0.3 * discontent +
    0.5 * (trip - 1) +
    0.025 * (distance - 9) -
    0.03 * (age - 37) -
    0.00006 * (pay - 6500) +
    0.1 * sincePromotion -
    0.05 * tenure +
    0.35 * Number(savingsPlans === 0) +
    0.6 * Number(pay <= 2911);
  const left = random.chance(1 / (1 + Math.exp(-odds)));
  return {
    id,
    age,
    genre: random.chance(0.55) ? 'M' : 'F',
    pay,
    maritalStatus: random.pick(maritalStatuses),
    department,
    position,
    employers: Math.min(9, Math.floor(random.exponential(2.5))),
    experience,
    tenure,
    inPosition: upToTenure(0.8),
    underSuperior: upToTenure(0.9),
    sincePromotion,
    satisfactions,
    previousMark: 1 + random.weighted([0.05, 0.25, 0.5, 0.2]),
    mark: random.chance(0.15) ? 4 : 3,
    level: clamp(Math.round(pay / 4000 + random.normal(0.5, 0.4)), 1, 5),
    overtime,
    rise: 11 + Math.floor(clamp(random.exponential(4), 0, 14)),
    savingsPlans,
    courses: random.weighted([0.04, 0.05, 0.37, 0.33, 0.08, 0.08, 0.05]),
    distance,
    education: 1 + random.weighted([0.12, 0.19, 0.39, 0.27, 0.03]),
    study: studies[random.weighted([0.41, 0.32, 0.11, 0.09, 0.05, 0.02])]!,
    trips: trips[trip]!,
    left: random.chance(0.02) ? null : left,
  };
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Math.min(maximum, Math.max(minimum, value));
}
