import type { SeededRandom } from '#libs/datasets';
import { logistic } from './numbers.js';
import type { SampleApplicant } from './sample-applicant.js';

/**
 * Whether an invented customer has difficulties to pay: by the three scores, how much more than the goods the credit
 * is, its burden on the income, the time in the present employment, and a little of the rest. Gender, age, family and
 * children do not enter. About 8 % do, and a linear model reaches an AUC of about 0.77.
 */
export function sampleOutcome(applicant: SampleApplicant, random: SeededRandom): boolean {
  const [first, second, third] = applicant.scores;
  const yearsEmployed = applicant.daysEmployed === null ? 6 : applicant.daysEmployed / 365.25;
  const odds =
    -3.25 -
    1.8 * (first - 0.5) -
    3 * (second - 0.56) -
    3.4 * (third - 0.52) +
    3 * (applicant.credit / applicant.goodsPrice - 1.1) +
    3 * (applicant.annuity / applicant.income - 0.17) -
    0.07 * (Math.min(yearsEmployed, 15) - 6) +
    0.25 * Number(applicant.worksElsewhere) +
    0.3 * applicant.latePeople -
    0.25 * Number(applicant.ownsCar) -
    0.35 * Number(applicant.education === 'Higher education') -
    0.3 * Number(applicant.revolving);
  return random.chance(logistic(odds));
}
