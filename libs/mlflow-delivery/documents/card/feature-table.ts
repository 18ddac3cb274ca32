import { dayOf, type FeatureSchema } from '#libs/models';
import { listed } from '../limits.js';
import { markdownTable, markdownText } from '../markdown.js';
import { shown } from '../sentences.js';

/** What a caller has to give: kind, unit, what training saw of it. */
export function featureTable(features: readonly FeatureSchema[]): string {
  return markdownTable(
    ['column', 'kind', 'meaning', 'seen in training', 'missing'],
    features.map((feature) => [
      markdownText(feature.name),
      feature.kind,
      markdownText(feature.unit ? `${feature.description} (${feature.unit})` : feature.description),
      markdownText(seen(feature)),
      missing(feature),
    ]),
  );
}

function seen({ kind, categories, trainingMinimum, trainingMaximum }: FeatureSchema): string {
  if (categories) return listed(categories, 300);
  if (trainingMinimum === undefined || trainingMaximum === undefined) return '';
  if (kind === 'date')
    return `${dayOf(trainingMinimum)} to ${dayOf(trainingMaximum)}, as days since 1970-01-01`;
  return `${shown(trainingMinimum)} to ${shown(trainingMaximum)}`;
}

function missing({ nullable, optional, trainingMissing }: FeatureSchema): string {
  const share = `${shown(100 * trainingMissing)} %`;
  return nullable || optional ? `allowed (${share} of the training rows)` : 'not allowed';
}
