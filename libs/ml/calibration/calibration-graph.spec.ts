import { describe, expect, it } from '@jest/globals';
import { Tensor } from 'onnxruntime-node';
import { applyCalibration, fitIsotonic, fitPlatt, type Calibration } from '../index.js';
import { Graph } from '../onnx/graph.js';
import { encodeModel } from '../onnx/model.js';
import { openSession } from '../testing/run-onnx.js';
import { randomNumbers } from '../testing/random-table.js';
import { scoredRows } from '../testing/scored-rows.js';
import { addCalibration } from './calibration-graph.js';

const rows = scoredRows(20_000, 9);
const logits = rows.probability.map((value) => Math.log(value / (1 - value)));
const fine = fitIsotonic(logits, rows.actual, rows.weight);
const next = randomNumbers(2);
const isotonicKnots = fine.scores.slice(0, 200).flatMap((knot) => [knot, knot + 1e-9, knot - 1e-9]);
const scores = Float64Array.from([
  ...isotonicKnots,
  ...Array.from({ length: 400 }, () => (next() - 0.5) * 30),
  ...[0, -0, 1e300, -1e300, 710, -710, fine.scores[0]!, fine.scores.at(-1)!],
]);

async function calibrated(calibration: Calibration, batchSize: number): Promise<Float64Array> {
  const graph = new Graph([{ name: 'score', type: 'double' }], ['probability']);
  const value = addCalibration(graph, calibration, 'score');
  graph.output({ name: 'probability', type: 'double' }, { operator: 'Identity', inputs: [value] });
  const session = await openSession(encodeModel('calibration', graph, {}));
  const answers = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += batchSize) {
    const batch = scores.slice(start, start + batchSize);
    const outputs = await session.run({ score: new Tensor('float64', batch, [batch.length]) });
    answers.set(outputs['probability']!.data as Float64Array, start);
  }
  await session.release();
  return answers;
}

describe.each([
  ['Platt', fitPlatt(logits, rows.actual)],
  ['isotonic with many knots', fine],
  ['isotonic with five knots', fitIsotonic(logits, rows.actual, rows.weight, 5)],
  ['isotonic with one knot', { method: 'isotonic', scores: [0.5], probabilities: [0.25] } as const],
  ['isotonic with two knots', { method: 'isotonic', scores: [-1, 1], probabilities: [0, 1] } as const],
])('the graph of a calibration, %s,', (_title, calibration) => {
  it('answers what applyCalibration does', async () => {
    const answers = await calibrated(calibration, scores.length);
    const expected = applyCalibration(calibration, scores);
    const off = answers.map((answer, row) => Math.abs(answer - expected[row]!));
    expect(off.reduce((left, right) => Math.max(left, right), 0)).toBeLessThan(1e-12);
    expect(answers.every((answer) => answer >= 0 && answer <= 1)).toBe(true);
  });

  it.each([1, 3, 8, 64])('gives a row the same double alone as in a batch of %d', async (batchSize) => {
    expect(await calibrated(calibration, batchSize)).toEqual(await calibrated(calibration, scores.length));
  });
});
