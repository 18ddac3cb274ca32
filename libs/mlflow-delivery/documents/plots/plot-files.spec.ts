import { describe, expect, it } from '@jest/globals';
import { deliveredModel, type DeliveredModel } from '../../testing/delivered-runs.js';
import { plotFiles } from './plot-files.js';

const picturesOf = (delivered: DeliveredModel): Record<string, string> =>
  Object.fromEntries(
    plotFiles(delivered).map(({ path, content }) => [
      path,
      new TextDecoder('utf-8', { fatal: true }).decode(content),
    ]),
  );

/** Throws where tags do not match, or where a character stands that XML wants escaped. */
function checkXml(text: string): void {
  const open: string[] = [];
  const rest = text
    .replace(/^<\?xml [^>]*\?>\n/, '')
    .replaceAll(
      /<(\/?)([a-z]+)((?: [A-Za-z0-9:-]+="[^"<]*")*)(\/?)>/g,
      (_, closing: string, name: string, _attributes, empty: string) => {
        if (closing && open.pop() !== name) throw new Error(`</${name}> closes another element`);
        if (!closing && !empty) open.push(name);
        return '';
      },
    );
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  const wrong = /<|&(?!amp;|lt;|gt;|quot;)|\p{Cs}/u.exec(rest);
  if (wrong) throw new Error(`${wrong[0]} is not escaped`);
  if (Array.from(rest).some((character) => character < ' ' && !'\t\n\r'.includes(character)))
    throw new Error('There is a control character');
}

describe('the plots of a run', () => {
  it.each([
    ['regression', ['loss', 'residuals', 'residual_histogram', 'importance']],
    ['binary', ['reliability', 'roc', 'importance']],
    ['multiclass', ['confusion', 'importance']],
  ] as const)('of %s are %p', (task, names) => {
    const pictures = picturesOf(deliveredModel(task));
    expect(Object.keys(pictures)).toEqual(names.map((name) => `plots/${name}.svg`));
    for (const picture of Object.values(pictures)) {
      checkXml(picture);
      expect(picture).toMatch(/<svg [^>]*role="img" aria-labelledby="title description">/);
      expect(picture).toMatch(/<title id="title">[^<]+<\/title><desc id="description">[^<]+<\/desc>/);
      expect(picture).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('name units and the figures that are to be seen', () => {
    const pictures = picturesOf(deliveredModel('regression'));
    expect(pictures['plots/residuals.svg']).toContain('>answer (EUR)</text>');
    expect(pictures['plots/residuals.svg']).toContain('<title>15 rows</title>');
    expect(pictures['plots/importance.svg']).toContain('the first is age with 4');
    expect(pictures['plots/loss.svg']).toContain('goes from 9 to 4 over 2 iterations');
    expect(picturesOf(deliveredModel('binary'))['plots/roc.svg']).toContain('>threshold 0.4</text>');
    expect(picturesOf(deliveredModel('multiclass'))['plots/confusion.svg']).toContain('12 of 15 rows');
  });

  it('take names that no one would choose', () => {
    const delivered = deliveredModel('multiclass');
    const absurd = `</text><script>"&'\u0000\ud800😀${'x'.repeat(500)}`;
    const { version } = delivered;
    const pictures = picturesOf({
      ...delivered,
      version: {
        ...version,
        row: { ...version.row, classes: [absurd, absurd, absurd] },
        cardDetails: {
          ...version.cardDetails,
          permutation_importance: Array.from({ length: 500 }, () => ({
            feature: absurd,
            importance: 0,
            standard_deviation: 0,
          })),
        },
      },
    });
    for (const picture of Object.values(pictures)) {
      checkXml(picture);
      expect(picture).not.toContain('<script');
      expect(picture.length).toBeLessThan(20_000);
    }
  });

  it('are none of which the card has no numbers', () => {
    const delivered = deliveredModel('regression');
    expect(plotFiles({ ...delivered, version: { ...delivered.version, cardDetails: {} } })).toEqual([]);
    const confusion = Array.from({ length: 21 }, () => new Array<number>(21).fill(1));
    expect(
      plotFiles({ ...delivered, version: { ...delivered.version, cardDetails: { confusion } } }),
    ).toEqual([]);
  });
});
