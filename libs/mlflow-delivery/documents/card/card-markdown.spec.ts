import { describe, expect, it } from '@jest/globals';
import { deliveredModel } from '../../testing/delivered-runs.js';
import { cardFiles } from './card-files.js';
import { cardMarkdown } from './card-markdown.js';

describe('the card to read', () => {
  it('says what the model is for, what it is worth, how it came about and where it ends', () => {
    const delivered = deliveredModel('regression', {
      hyperparameters: { alpha: 1, note: 'a|b' },
      promoted: false,
      promotion_reason: 'RMSE 10 is above 9 of the champion',
    });
    expect(cardMarkdown(delivered)).toBe(`# people-model, version 3

What people want

It answers with a number: the expected \`amount\` (amount of a person; EUR).

## Worth

Measured on 15 rows that it has not learned from. The interval is where the metric lies for 95 % of tables like this one (bootstrap); the baseline always answers the mean of the training rows.

| metric | held out | 95 % interval | baseline | out of fold |
| --- | --- | --- | --- | --- |
| MAE | 8 |  |  |  |
| MSE | 100 |  |  |  |
| RMSE | 10 | 8 to 12 | 20 | 11 |
| R² | 0.75 |  |  |  |

Not promoted: RMSE 10 is above 9 of the champion.

## Decisions

- Chosen \\*so\\*, because it pays.

## Warnings

- The column \\| &lt;smoker\\> does not contribute

## Data

|  |  |
| --- | --- |
| dataset | people (relation census) |
| target | \`amount\` |
| rows learned from | 60 |
| rows held out | 15 |
| held out by | identifier |
| fingerprint of the training rows | \`${'0123456789abcdef'.repeat(4)}\` |

## Columns

| column | kind | meaning | seen in training | missing |
| --- | --- | --- | --- | --- |
| age | numeric | age of a person (years) | 20 to 69 | not allowed |
| income | numeric | income of a person | 1050 to 3950 | allowed (15 % of the training rows) |
| city | categorical | city of a person | Lyon, Metz, Évry, sud | allowed (25 % of the training rows) |
| owner | boolean | owner of a person |  | not allowed |
| smoker | boolean | smoker of a person |  | allowed (20 % of the training rows) |

## What it looks at

| column | loss without it | mean contribution to the raw score |
| --- | --- | --- |
| age | 4 ± 0.5 | 3 |
| smoker | -0.1 ± 0.2 |  |

## Limits

- It knows what the training rows showed. Beyond the ranges and categories listed under Columns its answers are guesses.
- Importances say what the model looks at, not what causes what.

## Use

In Python, with the address of the model or of its version in MLflow:

\`\`\`python
import mlflow

model = mlflow.pyfunc.load_model(address)
model.predict(model.input_example)
\`\`\`

Numbers are float64 (whole numbers too: \`astype("float64")\`), a missing one is NaN; a missing text is None. A yes or no that may be missing is 1.0, 0.0 or NaN.

## Origin

|  |  |
| --- | --- |
| algorithm | linear |
| alpha | 1 |
| note | a\\|b |
| seed | 1 |
| training run | \`0199f1b2-0000-7000-8000-00000000002a\` |
| trained at | 2026-11-21T10:00:05.123Z |
| code | \`c0ffee\` |
| SHA-256 of model.onnx | \`${delivered.version.row.artefact_sha256}\` |
`);
  });

  it('says from which probability on the answer is yes, and lists classes', () => {
    expect(cardMarkdown(deliveredModel('binary'))).toContain('says yes from 0.4 on');
    const classes = cardMarkdown(deliveredModel('multiclass'));
    expect(classes).toContain('each of 3 values of `tier` (tier of a person): low, no, très "haut".');
    expect(classes).toContain('| très "haut" | 5 | 0.8 | 0.8 | 0.8 |');
  });

  it('says so when training has not converged, there is no interval, or the file came from elsewhere', () => {
    const delivered = deliveredModel('regression', {
      origin: { kind: 'upload', uri: 'model_*.onnx', sha256: 'ab' },
    });
    const { version } = delivered;
    const text = cardMarkdown({
      ...delivered,
      version: {
        ...version,
        row: { ...version.row, interval: null, card: { ...version.row.card, converged: false } },
      },
    });
    expect(text).toContain('had not converged after 12 iterations');
    expect(text).toContain('no prediction interval');
    expect(text).toContain('| imported from | model\\_\\*.onnx |\n| SHA-256 there | `ab` |');
  });
});

describe('the card for programs', () => {
  it('is the whole card', () => {
    const delivered = deliveredModel('binary');
    const { row, cardDetails } = delivered.version;
    const { content } = cardFiles(delivered).find(({ path }) => path === 'model_card.json')!;
    expect(JSON.parse(new TextDecoder().decode(content))).toEqual({ ...row.card, ...cardDetails });
  });
});
