import { columnOf } from '#libs/datasets';
import type { ArtifactFile, DeliveredRun, DeliveredVersion } from '../delivered-run.js';
import { shown } from '../sentences.js';
import { chart, linePath, pictureFile } from './frame.js';
import { element } from './svg.js';

/** Regression: where the residuals lie for tenths of the answers, and how they are spread over all rows. */
export function residualsPlots({
  model,
  dataset,
  version,
}: DeliveredRun & { readonly version: DeliveredVersion }): ArtifactFile[] {
  const { residuals } = version.cardDetails;
  if (!residuals) return [];
  const { unit } = columnOf(dataset, model.target);
  const label = (name: string): string => (unit ? `${name} (${unit})` : name);
  const { by_prediction: groups, histogram: bins } = residuals;
  const most = bins.reduce((largest, { count }) => Math.max(largest, count), 0);
  const fullest = bins.find(({ count }) => count === most);
  return [
    pictureFile('plots/residuals.svg', {
      title: 'Residuals on held-out rows, by answer',
      description: `${groups.length} groups of rows of similar answers: the median of true value minus answer, and the range that holds 80 % of the rows.`,
      content: chart({
        x: { label: label('answer'), values: groups.map((group) => group.mean_prediction) },
        y: {
          label: label('true value − answer'),
          values: [0, ...groups.flatMap(({ lower, upper }) => [lower, upper])],
        },
        legend: [{ text: 'median, 80 % of the rows', mark: 'line' }],
        marks: (x, y) => [
          element('path', {
            class: 'rule',
            d: linePath(groups.map(({ mean_prediction }) => [x.position(mean_prediction), y.position(0)])),
          }),
          ...groups.flatMap(({ mean_prediction, lower, median, upper, count }) => {
            const at = x.position(mean_prediction);
            return [
              element('line', {
                class: 'line',
                x1: at,
                x2: at,
                y1: y.position(lower),
                y2: y.position(upper),
              }),
              element(
                'circle',
                { class: 'mark', cx: at, cy: y.position(median), r: 4.5 },
                element('title', {}, `${count} rows`),
              ),
            ];
          }),
        ],
      }),
    }),
    pictureFile('plots/residual_histogram.svg', {
      title: 'Spread of the residuals on held-out rows',
      description: `A histogram of true value minus answer${fullest ? `; most rows lie between ${shown(fullest.lowest)} and ${shown(fullest.highest)}` : ''}. The outermost bars hold what lies beyond them.`,
      content: chart({
        x: {
          label: label('true value − answer'),
          values: bins.flatMap(({ lowest, highest }) => [lowest, highest]),
        },
        y: { label: 'rows', values: [0, most] },
        marks: (x, y) =>
          bins.map(({ lowest, highest, count }) =>
            element('rect', {
              class: 'mark',
              x: x.position(lowest) + 0.5,
              width: Math.max(x.position(highest) - x.position(lowest) - 1, 0.5),
              y: y.position(count),
              height: y.position(0) - y.position(count),
            }),
          ),
      }),
    }),
  ];
}
