import type { SeededRandom } from '#libs/datasets';
import type { SampleApplicant } from './sample-applicant.js';
import type { SampleValue } from './sample-value.js';

/** How often somebody handed in one document alone, by its number; the others nobody. */
const documents = [
  [3, 0.71],
  [6, 0.09],
  [8, 0.08],
  [5, 0.015],
  [16, 0.01],
  [18, 0.008],
] as const;
/** Enquiries on average; the first ones are rare. */
const enquiries = [
  ['HOUR', 0.006],
  ['DAY', 0.007],
  ['WEEK', 0.034],
  ['MON', 0.27],
  ['QRT', 0.26],
  ['YEAR', 1.9],
] as const;

export function sampleHistory(
  { latePeople }: SampleApplicant,
  random: SeededRandom,
): Record<string, SampleValue> {
  const people = latePeople + Math.floor(random.exponential(1.3));
  const asked = !random.chance(0.13);
  const handedIn = documents[random.weighted(documents.map((each) => each[1]))]![0];
  return {
    OBS_30_CNT_SOCIAL_CIRCLE: people,
    DEF_30_CNT_SOCIAL_CIRCLE: latePeople,
    OBS_60_CNT_SOCIAL_CIRCLE: people,
    DEF_60_CNT_SOCIAL_CIRCLE: random.chance(0.7) ? latePeople : 0,
    DAYS_LAST_PHONE_CHANGE: -Math.floor(random.exponential(960)),
    ...Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `FLAG_DOCUMENT_${index + 2}`,
        Number(index + 2 === handedIn),
      ]),
    ),
    ...Object.fromEntries(
      enquiries.map(([suffix, mean]) => {
        const number = Math.round(random.exponential(mean));
        return [`AMT_REQ_CREDIT_BUREAU_${suffix}`, asked ? number : null];
      }),
    ),
  };
}
