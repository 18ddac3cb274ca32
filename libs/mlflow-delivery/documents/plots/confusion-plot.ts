import type { ArtifactFile, DeliveredVersion } from '../delivered-run.js';
import { pictureFile, shortened } from './frame.js';
import { element } from './svg.js';

/** More cannot be read; model_card.json has them all. */
const mostClasses = 20;
const labelWidth = 150;
const top = 100;

/** Multiclass: actual class by row, most probable class by column; the darker, the larger the share of the row. */
export function confusionPlot({ cardDetails, row }: DeliveredVersion): ArtifactFile | undefined {
  const counts = cardDetails.confusion ?? [];
  const classes = row.classes ?? [];
  if (counts.length === 0 || counts.length > mostClasses) return undefined;
  const cell = Math.max(34, Math.min(72, 440 / counts.length));
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, ofClass, place) => sum + ofClass[place]!, 0);
  const position = (place: number): number => place * cell;
  const name = (place: number): string => shortened(classes[place] ?? '', 18);
  return pictureFile('plots/confusion.svg', {
    title: 'Confusion on held-out rows',
    description: `${right} of ${total} rows get their own class as the most probable one. Rows are actual classes, columns answers.`,
    size: {
      width: Math.max(420, labelWidth + cell * counts.length + 90),
      height: top + cell * counts.length + 24,
    },
    content: [
      element('text', { class: 'small', x: 16, y: 50 }, 'rows: actual class; columns: most probable class'),
      ...counts.flatMap((ofClass, actual) => {
        const sum = ofClass.reduce((all, count) => all + count, 0);
        return [
          element(
            'text',
            {
              class: 'small',
              x: labelWidth - 8,
              y: top + position(actual) + cell / 2 + 4,
              'text-anchor': 'end',
            },
            name(actual),
          ),
          ...ofClass.flatMap((count, answered) => {
            const share = sum === 0 ? 0 : count / sum;
            const [x, y] = [labelWidth + position(answered), top + position(actual)];
            return [
              element('rect', {
                class: 'cell',
                'fill-opacity': 0.06 + 0.94 * share,
                x: x + 1,
                y: y + 1,
                width: cell - 2,
                height: cell - 2,
              }),
              element(
                'text',
                {
                  class: share > 0.45 ? 'small on-cell' : 'small',
                  x: x + cell / 2,
                  y: y + cell / 2 + 4,
                  'text-anchor': 'middle',
                },
                String(count),
              ),
            ];
          }),
        ];
      }),
      ...counts.map((_, answered) =>
        element(
          'text',
          {
            class: 'small',
            transform: `translate(${labelWidth + position(answered) + cell / 2} ${top - 8}) rotate(-28)`,
          },
          shortened(classes[answered] ?? '', 12),
        ),
      ),
    ],
  });
}
