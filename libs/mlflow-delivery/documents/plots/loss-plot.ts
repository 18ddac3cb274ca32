import type { ArtifactFile, DeliveredRun, DeliveredVersion } from '../delivered-run.js';
import { shown } from '../sentences.js';
import { chart, linePath, pictureFile } from './frame.js';
import { element } from './svg.js';

/** Undefined where a closed form was solved. */
export function lossPlot({
  version,
}: DeliveredRun & { readonly version: DeliveredVersion }): ArtifactFile | undefined {
  const curve = version.cardDetails.learning_curve ?? [];
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) return undefined;
  const { task, algorithm } = version.row;
  const loss = curve.map((point) => point.loss);
  const validation = curve.map((point) => point.validation_loss ?? NaN);
  const isValidated = validation.some((value) => Number.isFinite(value));
  const unit = task === 'regression' ? 'loss' : 'log loss (nats)';
  return pictureFile('plots/loss.svg', {
    title: 'Loss while training',
    description: `The ${unit} on the fitted rows goes from ${shown(first.loss)} to ${shown(last.loss)} over ${last.iteration} iterations.`,
    content: chart({
      x: {
        label: algorithm === 'mlp' ? 'epoch' : 'iteration',
        values: [first.iteration, last.iteration],
      },
      y: { label: unit, values: [...loss, ...validation] },
      legend: [
        { text: 'rows that were fitted', mark: 'line' },
        ...(isValidated ? [{ text: 'rows kept from fitting', mark: 'other' }] : []),
      ],
      marks: (x, y) => {
        const path = (values: readonly number[]): string =>
          linePath(curve.map(({ iteration }, place) => [x.position(iteration), y.position(values[place]!)]));
        return [
          element('path', { class: 'line', d: path(loss) }),
          ...(isValidated ? [element('path', { class: 'other', d: path(validation) })] : []),
        ];
      },
    }),
  });
}
