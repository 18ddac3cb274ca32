import type { ArtifactFile, DeliveredVersion } from '../delivered-run.js';
import { shown } from '../sentences.js';
import { pictureFile, shortened, width } from './frame.js';
import { linearScale, tickText } from './scale.js';
import { element } from './svg.js';

const mostFeatures = 20;
const left = 210;
const top = 48;
const barHeight = 20;

/** By how much the loss on held-out rows rises when the values of a column are dealt to other rows. */
export function importancePlot({ cardDetails, row }: DeliveredVersion): ArtifactFile | undefined {
  const features = (cardDetails.permutation_importance ?? []).slice(0, mostFeatures);
  const first = features[0];
  if (!first) return undefined;
  const bottom = top + features.length * (barHeight + 6) + 6;
  const ends = features.flatMap(({ importance, standard_deviation: deviation }) => [
    importance - deviation,
    importance + deviation,
  ]);
  const x = linearScale([0, ...ends], left, width - 24, 5);
  const unit = row.task === 'regression' ? 'RMSE' : 'log loss';
  return pictureFile('plots/importance.svg', {
    title: 'What the model looks at',
    description: `Permutation importance of ${features.length} columns on held-out rows; the first is ${first.feature} with ${shown(first.importance)}.`,
    size: { width, height: bottom + 56 },
    content: [
      ...x.ticks.flatMap((tick) => [
        element('line', { class: 'grid', x1: x.position(tick), x2: x.position(tick), y1: top, y2: bottom }),
        element(
          'text',
          { class: 'small', x: x.position(tick), y: bottom + 18, 'text-anchor': 'middle' },
          tickText(tick),
        ),
      ]),
      ...features.flatMap(({ feature, importance, standard_deviation: deviation }, place) => {
        const y = top + 6 + place * (barHeight + 6);
        const middle = y + barHeight / 2;
        return [
          element(
            'text',
            { class: 'small', x: left - 8, y: middle + 4, 'text-anchor': 'end' },
            shortened(feature, 28),
          ),
          element('rect', {
            class: 'mark',
            x: Math.min(x.position(0), x.position(importance)),
            width: Math.abs(x.position(importance) - x.position(0)),
            y,
            height: barHeight,
          }),
          element('line', {
            class: 'other',
            x1: x.position(importance - deviation),
            x2: x.position(importance + deviation),
            y1: middle,
            y2: middle,
          }),
        ];
      }),
      element(
        'text',
        { x: (left + width - 24) / 2, y: bottom + 42, 'text-anchor': 'middle' },
        `rise of the ${unit} without the column, ± standard deviation`,
      ),
    ],
  });
}
