import type { ArtifactFile, DeliveredVersion } from '../delivered-run.js';
import { chart, linePath, pictureFile } from './frame.js';
import { element } from './svg.js';

/** Binary: whether of the rows with a probability of 0.3 a share of 0.3 is true. */
export function reliabilityPlot({ cardDetails }: DeliveredVersion): ArtifactFile | undefined {
  const bins = (cardDetails.reliability ?? []).filter(({ count }) => count > 0);
  if (bins.length === 0) return undefined;
  return pictureFile('plots/reliability.svg', {
    title: 'Reliability of the probabilities on held-out rows',
    description: `${bins.length} bins of rows: their mean probability against the share that is true, with 95 % intervals. On the dashed diagonal both are equal.`,
    content: chart({
      x: { label: 'mean probability', values: [0, 1] },
      y: { label: 'share that is true', values: [0, 1] },
      legend: [
        { text: 'bin, 95 % interval', mark: 'line' },
        { text: 'perfectly calibrated', mark: 'rule' },
      ],
      marks: (x, y) => [
        element('path', {
          class: 'rule',
          d: linePath([
            [x.position(0), y.position(0)],
            [x.position(1), y.position(1)],
          ]),
        }),
        ...bins.flatMap(({ mean_predicted: mean, observed_rate, observed_lower, observed_upper, count }) => [
          element('line', {
            class: 'line',
            x1: x.position(mean),
            x2: x.position(mean),
            y1: y.position(observed_lower),
            y2: y.position(observed_upper),
          }),
          element(
            'circle',
            { class: 'mark', cx: x.position(mean), cy: y.position(observed_rate), r: 4.5 },
            element('title', {}, `${count} rows`),
          ),
        ]),
      ],
    }),
  });
}
