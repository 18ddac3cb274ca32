import type { ArtifactFile, DeliveredVersion } from '../delivered-run.js';
import { shown } from '../sentences.js';
import { chart, linePath, pictureFile } from './frame.js';
import { element } from './svg.js';

/** Binary: the ROC curve, with the point that the threshold chooses. */
export function rankingPlot({ cardDetails, row }: DeliveredVersion): ArtifactFile | undefined {
  const points = cardDetails.ranking_curve ?? [];
  if (points.length === 0) return undefined;
  const { threshold } = row;
  // From the highest threshold down: the last one that still accepts no more than the version does.
  const chosen = threshold === null ? undefined : points.findLast((point) => point.threshold >= threshold);
  const auc = row.metrics['auc'];
  return pictureFile('plots/roc.svg', {
    title: 'ROC curve on held-out rows',
    description: `True positive rate against false positive rate${typeof auc === 'number' ? `; the area below is ${shown(auc)}` : ''}. The dashed diagonal is chance.`,
    content: chart({
      x: { label: 'false positive rate', values: [0, 1] },
      y: { label: 'true positive rate (recall)', values: [0, 1] },
      legend: [
        { text: typeof auc === 'number' ? `AUC ${shown(auc)}` : 'ROC', mark: 'line' },
        { text: 'chance', mark: 'rule' },
        ...(chosen && threshold !== null ? [{ text: `threshold ${shown(threshold)}`, mark: 'other' }] : []),
      ],
      marks: (x, y) => {
        const at = (rate: { readonly false_positive_rate: number; readonly true_positive_rate: number }) =>
          [x.position(rate.false_positive_rate), y.position(rate.true_positive_rate)] as const;
        return [
          element('path', {
            class: 'rule',
            d: linePath([
              [x.position(0), y.position(0)],
              [x.position(1), y.position(1)],
            ]),
          }),
          element('path', {
            class: 'line',
            d: linePath([[x.position(0), y.position(0)], ...points.map(at)]),
          }),
          ...(chosen
            ? [element('circle', { class: 'mark-other', cx: at(chosen)[0], cy: at(chosen)[1], r: 5 })]
            : []),
        ];
      },
    }),
  });
}
