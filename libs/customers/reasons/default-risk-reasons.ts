import { columnOf, type DatasetColumn } from '#libs/datasets';
import type { ReasonCode } from '#libs/models';
import { daysUnit, flagUnit } from '../columns/column-kinds.js';
import { customerFeatures, customersDataset } from '../customers-dataset.js';
import { applicationTexts } from './application-texts.js';
import { surroundingTexts } from './surrounding-texts.js';

export const reasonTexts = { ...applicationTexts, ...surroundingTexts };

/**
 * Codes are the columns of the file, which earlier services answered too. Texts say what a value is of, whichever way it
 * points; beside them, cards show the value in words.
 */
export const defaultRiskReasons: readonly ReasonCode[] = customerFeatures.map((feature) => {
  const [en, fr] = reasonTexts[feature]!;
  return { code: feature, feature, texts: { en, fr }, ...shownAs(columnOf(customersDataset, feature)) };
});

function shownAs({ unit, allowedValues = [] }: DatasetColumn): Pick<ReasonCode, 'shown_as'> {
  if (unit === daysUnit) return { shown_as: 'time_passed' };
  return unit === flagUnit || /^(?:N,Y|No,Yes)$/.test(allowedValues.join()) ? { shown_as: 'yes_no' } : {};
}
