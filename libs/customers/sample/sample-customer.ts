import type { SeededRandom } from '#libs/datasets';
import { rounded } from './numbers.js';
import { type SampleApplicant, sampleApplicant } from './sample-applicant.js';
import { sampleDwelling } from './sample-dwelling.js';
import { sampleHistory } from './sample-history.js';
import { sampleOutcome } from './sample-outcome.js';
import type { SampleValue } from './sample-value.js';

/** What the file writes where nobody is employed; the dataset reads it as missing. */
const notEmployed = 365_243;
const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
const companions = ['Unaccompanied', 'Family', 'Spouse, partner', 'Children', 'Other_B'] as const;
const housings = [
  ['House / apartment', 0.87],
  ['With parents', 0.06],
  ['Municipal apartment', 0.04],
  ['Rented apartment', 0.03],
] as const;

/** An invented row of the dataset `customers`, by column. */
export function sampleCustomer(id: number, random: SeededRandom): Record<string, SampleValue> {
  const applicant = sampleApplicant(random);
  const defaulted = sampleOutcome(applicant, random);
  return {
    SK_ID_CURR: id,
    // Of some the outcome is not known yet.
    TARGET: random.chance(0.02) ? null : Number(defaulted),
    ...application(applicant, random),
    ...dwellers(applicant, random),
    ...sampleDwelling(random),
    ...sampleHistory(applicant, random),
  };
}

function application(applicant: SampleApplicant, random: SeededRandom): Record<string, SampleValue> {
  const { ageInDays, daysEmployed, scores } = applicant;
  const lost = (share: number, value: SampleValue): SampleValue => (random.chance(share) ? null : value);
  return {
    NAME_CONTRACT_TYPE: applicant.revolving ? 'Revolving loans' : 'Cash loans',
    FLAG_OWN_CAR: applicant.ownsCar ? 'Y' : 'N',
    FLAG_OWN_REALTY: random.chance(0.69) ? 'Y' : 'N',
    AMT_INCOME_TOTAL: applicant.income,
    AMT_CREDIT: applicant.credit,
    AMT_ANNUITY: lost(0.001, applicant.annuity),
    AMT_GOODS_PRICE: lost(0.001, applicant.goodsPrice),
    NAME_TYPE_SUITE: lost(0.005, companions[random.weighted([0.81, 0.13, 0.04, 0.01, 0.01])]!),
    NAME_INCOME_TYPE: applicant.incomeType,
    NAME_EDUCATION_TYPE: applicant.education,
    OCCUPATION_TYPE: applicant.occupation,
    ORGANIZATION_TYPE: applicant.organization,
    DAYS_EMPLOYED: daysEmployed === null ? notEmployed : -daysEmployed,
    DAYS_REGISTRATION: -Math.floor(random.uniform() * 0.8 * ageInDays),
    DAYS_ID_PUBLISH: -Math.floor(random.uniform() * Math.min(6000, ageInDays - 5000)),
    OWN_CAR_AGE: applicant.ownsCar ? Math.floor(random.exponential(12)) : null,
    FLAG_EMP_PHONE: Number(daysEmployed !== null),
    WEEKDAY_APPR_PROCESS_START: weekdays[random.weighted([0.17, 0.18, 0.17, 0.17, 0.16, 0.1, 0.05])]!,
    HOUR_APPR_PROCESS_START: Math.min(23, Math.max(0, Math.round(random.normal(12, 3.2)))),
    REG_CITY_NOT_WORK_CITY: Number(applicant.worksElsewhere),
    LIVE_CITY_NOT_WORK_CITY: Number(applicant.worksElsewhere && random.chance(0.75)),
    EXT_SOURCE_1: lost(0.56, scores[0]),
    EXT_SOURCE_2: lost(0.002, scores[1]),
    EXT_SOURCE_3: lost(0.2, scores[2]),
  };
}

function dwellers(applicant: SampleApplicant, random: SeededRandom): Record<string, SampleValue> {
  const alone = /^(?:Single|Separated|Widow)/.test(applicant.familyStatus);
  const rating = 1 + random.weighted([0.11, 0.74, 0.15]);
  const flagged = (share: number): number => Number(random.chance(share));
  return {
    CODE_GENDER: applicant.gender,
    CNT_CHILDREN: applicant.children,
    NAME_FAMILY_STATUS: applicant.familyStatus,
    CNT_FAM_MEMBERS: applicant.children + (alone ? 1 : 2),
    DAYS_BIRTH: -applicant.ageInDays,
    NAME_HOUSING_TYPE: housings[random.weighted(housings.map((each) => each[1]))]![0],
    REGION_POPULATION_RELATIVE: rounded(Math.min(0.0725, 0.0005 + random.exponential(0.02)), 6),
    REGION_RATING_CLIENT: rating,
    REGION_RATING_CLIENT_W_CITY: random.chance(0.97) ? rating : 2,
    FLAG_MOBIL: 1,
    FLAG_WORK_PHONE: flagged(0.2),
    FLAG_CONT_MOBILE: flagged(0.998),
    FLAG_PHONE: flagged(0.28),
    FLAG_EMAIL: flagged(0.06),
    REG_REGION_NOT_LIVE_REGION: flagged(0.015),
    REG_REGION_NOT_WORK_REGION: flagged(0.05),
    LIVE_REGION_NOT_WORK_REGION: flagged(0.04),
    REG_CITY_NOT_LIVE_CITY: flagged(0.08),
  };
}
