import type { DatasetColumn } from '#libs/datasets';
import {
  amount,
  category,
  count,
  days,
  flag,
  number,
  openCategory,
  optional,
  sensitive,
} from './column-kinds.js';

const yesOrNo = ['N', 'Y'];

/** What was applied for, and by whom. */
export const applicationColumns: readonly DatasetColumn[] = [
  category('NAME_CONTRACT_TYPE', 'Kind of credit', ['Cash loans', 'Revolving loans']),
  sensitive(openCategory('CODE_GENDER', 'Gender')),
  category('FLAG_OWN_CAR', 'Owns a car', yesOrNo),
  category('FLAG_OWN_REALTY', 'Owns a house or flat', yesOrNo),
  sensitive(count('CNT_CHILDREN', 'Children', 'children', 30)),
  amount('AMT_INCOME_TOTAL', 'Income per year'),
  amount('AMT_CREDIT', 'Amount of the credit'),
  optional(amount('AMT_ANNUITY', 'Yearly repayment of the credit')),
  optional(amount('AMT_GOODS_PRICE', 'Price of the goods that the credit is for')),
  optional(openCategory('NAME_TYPE_SUITE', 'Who came along to apply')),
  openCategory('NAME_INCOME_TYPE', 'Kind of income'),
  openCategory('NAME_EDUCATION_TYPE', 'Highest education'),
  sensitive(openCategory('NAME_FAMILY_STATUS', 'Family status')),
  openCategory('NAME_HOUSING_TYPE', 'How the customer lives'),
  number('REGION_POPULATION_RELATIVE', 'Population of the region, normalised', { minimum: 0, maximum: 1 }),
  sensitive(days('DAYS_BIRTH', 'Age')),
  {
    ...optional(days('DAYS_EMPLOYED', 'Begin of the present employment')),
    // A thousand years ahead: what the file writes for who is not employed.
    missingValues: [365_243],
  },
  days('DAYS_REGISTRATION', 'Last change of the registration'),
  days('DAYS_ID_PUBLISH', 'Last change of the identity document'),
  optional(count('OWN_CAR_AGE', 'Age of the car', 'years', 120)),
  optional(flag('FLAG_MOBIL', 'Gave a mobile phone number')),
  flag('FLAG_EMP_PHONE', "Gave the employer's phone number"),
  flag('FLAG_WORK_PHONE', 'Gave a phone number at work'),
  optional(flag('FLAG_CONT_MOBILE', 'Could be reached by mobile phone')),
  flag('FLAG_PHONE', 'Gave a phone number at home'),
  flag('FLAG_EMAIL', 'Gave an e-mail address'),
  optional(openCategory('OCCUPATION_TYPE', 'Occupation')),
  // Children and family status in one number.
  { ...sensitive(count('CNT_FAM_MEMBERS', 'Members of the family', 'people', 32)), minimum: 1 },
  rating('REGION_RATING_CLIENT', 'Our rating of the region'),
  rating('REGION_RATING_CLIENT_W_CITY', 'Our rating of the region and its city'),
  category('WEEKDAY_APPR_PROCESS_START', 'Day of the week of the application', [
    ...['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'],
  ]),
  count('HOUR_APPR_PROCESS_START', 'Hour of the application', 'hour of the day', 23),
  flag('REG_REGION_NOT_LIVE_REGION', 'Registered in another region than the contact address'),
  flag('REG_REGION_NOT_WORK_REGION', 'Registered in another region than the work address'),
  flag('LIVE_REGION_NOT_WORK_REGION', 'Contact address in another region than the work address'),
  flag('REG_CITY_NOT_LIVE_CITY', 'Registered in another city than the contact address'),
  flag('REG_CITY_NOT_WORK_CITY', 'Registered in another city than the work address'),
  flag('LIVE_CITY_NOT_WORK_CITY', 'Contact address in another city than the work address'),
  openCategory('ORGANIZATION_TYPE', 'Kind of employer; XNA where there is none'),
  ...[1, 2, 3].map((source) =>
    optional(
      number(`EXT_SOURCE_${source}`, `Score of the external source ${source}; higher is better`, {
        unit: 'normalised score, 0 to 1',
        minimum: 0,
        maximum: 1,
      }),
    ),
  ),
];

function rating(name: string, description: string): DatasetColumn {
  return number(name, description, { unit: '1 (best) to 3', integer: true, minimum: 1, maximum: 3 });
}
