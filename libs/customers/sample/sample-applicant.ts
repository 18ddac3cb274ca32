import type { SeededRandom } from '#libs/datasets';
import { between, logistic, rounded } from './numbers.js';

/** What the other columns of an invented customer follow from. */
export interface SampleApplicant {
  readonly ageInDays: number;
  readonly gender: string;
  readonly children: number;
  readonly familyStatus: string;
  readonly education: string;
  readonly incomeType: string;
  /** null: not employed. */
  readonly daysEmployed: number | null;
  readonly occupation: string | null;
  readonly organization: string;
  readonly ownsCar: boolean;
  readonly income: number;
  readonly revolving: boolean;
  readonly goodsPrice: number;
  readonly credit: number;
  readonly annuity: number;
  /** Of the three sources, before some of them are lost. */
  readonly scores: readonly [number, number, number];
  readonly worksElsewhere: boolean;
  /** Known people who paid late. */
  readonly latePeople: number;
}

const incomeTypes = ['Working', 'Commercial associate', 'State servant'] as const;
const rareIncomeTypes = ['Student', 'Unemployed', 'Businessman'] as const;
const educations = [
  ['Secondary / secondary special', 0.7, 1],
  ['Higher education', 0.24, 1.35],
  ['Incomplete higher', 0.04, 1.1],
  ['Lower secondary', 0.015, 0.85],
  ['Academic degree', 0.005, 1.5],
] as const;
const occupations = [
  ...['Laborers', 'Sales staff', 'Core staff', 'Managers', 'Drivers', 'Accountants'],
  ...['Security staff', 'Cooking staff', 'Medicine staff', 'Cleaning staff', 'High skill tech staff'],
] as const;
const organizations = [
  ...['Business Entity Type 3', 'Self-employed', 'Other', 'Medicine', 'School', 'Government', 'Construction'],
  ...['Transport: type 4', 'Trade: type 7', 'Industry: type 9', 'Bank', 'Military', 'Agriculture'],
] as const;
const familyStatuses = [
  ['Married', 0.64],
  ['Single / not married', 0.15],
  ['Civil marriage', 0.1],
  ['Separated', 0.06],
  ['Widow', 0.05],
] as const;

/** Amounts of the file are multiples of it. */
const step = 4500;

export function sampleApplicant(random: SeededRandom): SampleApplicant {
  const age = between(21, random.normal(43, 12), 69);
  const retired = random.chance(logistic((age - 60) / 2.2));
  const gender = random.chance(0.65) ? 'F' : 'M';
  const [education, , educationFactor] = educations[random.weighted(educations.map((each) => each[1]))]!;
  const rare = random.chance(0.002);
  const incomeType = random.weighted([0.62, 0.28, 0.1]);
  const yearsEmployed = Math.min(age - 19, random.exponential(6.5));
  const income =
    step *
    Math.max(
      6,
      Math.round((Math.exp(random.normal(11.9, 0.42)) * educationFactor * (retired ? 0.8 : 1)) / step),
    );
  const revolving = random.chance(0.09);
  const goodsPrice =
    step * Math.round(between(10, (income / step) * Math.exp(random.normal(0.95, 0.6)), 500));
  const surcharge = revolving ? 0 : Math.max(0, random.normal(0.1, 0.11));
  const credit = rounded(goodsPrice * (1 + surcharge), 1);
  const terms = revolving ? 20 : between(9, random.normal(22, 6), 40);
  // One quality that nobody sees; each source sees some of it.
  const quality = random.normal(0, 1);
  const score = (mean: number, weight: number): number =>
    rounded(logistic(mean + weight * quality + random.normal(0, 0.75)), 6);
  return {
    ageInDays: Math.round(age * 365.25),
    gender,
    children: age > 50 ? random.weighted([0.93, 0.06, 0.01]) : random.weighted([0.6, 0.26, 0.12, 0.02]),
    familyStatus: familyStatuses[random.weighted(familyStatuses.map((each) => each[1]))]![0],
    education,
    incomeType: retired ? 'Pensioner' : rare ? random.pick(rareIncomeTypes) : incomeTypes[incomeType]!,
    daysEmployed: retired ? null : Math.max(30, Math.round(yearsEmployed * 365.25)),
    occupation: retired || random.chance(0.16) ? null : skewed(random, occupations),
    organization: retired ? 'XNA' : skewed(random, organizations),
    ownsCar: random.chance(gender === 'M' ? 0.45 : 0.27),
    income,
    revolving,
    goodsPrice,
    credit,
    annuity: rounded(Math.max(1620, credit / terms), 1),
    scores: [score(0, 0.5), score(0.3, 0.7), score(0.1, 0.8)],
    worksElsewhere: !retired && random.chance(0.25),
    latePeople: random.weighted([0.88, 0.09, 0.03]),
  };
}

/** The first ones most often. */
function skewed<Item>(random: SeededRandom, items: readonly Item[]): Item {
  return items[Math.floor(items.length * random.uniform() ** 1.8)]!;
}
