import type { DatasetColumn } from '#libs/datasets';
import { count, days, flag, optional } from './column-kinds.js';

const documents = Array.from({ length: 20 }, (_, index) => index + 2);
const enquiries = [
  ['HOUR', 'in the hour before the application', 100],
  ['DAY', 'in the day before that hour', 100],
  ['WEEK', 'in the week before that day', 1000],
  ['MON', 'in the month before that week', 1000],
  ['QRT', 'in the quarter before that month', 1000],
  ['YEAR', 'in the year before that quarter', 1000],
] as const;

/** People around the customer, documents, and what others asked the credit bureau. */
export const historyColumns: readonly DatasetColumn[] = [
  ...[30, 60].flatMap((late) => [
    people(`OBS_${late}_CNT_SOCIAL_CIRCLE`, `People around the customer who could be ${late} days late`),
    people(`DEF_${late}_CNT_SOCIAL_CIRCLE`, `People around the customer who were ${late} days late`),
  ]),
  optional(days('DAYS_LAST_PHONE_CHANGE', 'Last change of the phone')),
  ...documents.map((document) =>
    optional(flag(`FLAG_DOCUMENT_${document}`, `Handed in document ${document}`)),
  ),
  ...enquiries.map(([suffix, when, maximum]) =>
    optional(
      count(
        `AMT_REQ_CREDIT_BUREAU_${suffix}`,
        `Enquiries about the customer at the credit bureau ${when}`,
        'enquiries',
        maximum,
      ),
    ),
  ),
];

function people(name: string, description: string): DatasetColumn {
  return optional(count(name, description, 'people', 10_000));
}
