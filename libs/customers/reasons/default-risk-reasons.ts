import { columnOf } from '#libs/datasets';
import type { ReasonCode } from '#libs/models';
import { customerFeatures, customersDataset } from '../customers-dataset.js';
import { frenchTexts } from './french-texts.js';

/** Codes are the columns of the file, which earlier services answered too. Texts say the same of either direction. */
export const defaultRiskReasons: readonly ReasonCode[] = customerFeatures.map((feature) => ({
  code: feature,
  feature,
  texts: {
    en: columnOf(customersDataset, feature).description,
    fr: frenchTexts.get(feature)!,
  },
}));
