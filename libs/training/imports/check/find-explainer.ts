import { type Explainer, readExplainer, type Table, type Task } from '#libs/ml';
import type { Scorer } from '../../fit/score-table.js';

/** Of the raw score, which the contributions of a row must add up to. */
const sumTolerance = 1e-6;

/**
 * The explainer of a file of ours that still carries it. What it says is not believed but tried: its contributions
 * must add up to its scores, and its scores must order the rows as the graph's answers do (link and calibration are
 * monotone). A file that fails is served like any other, without explanations.
 */
export async function findExplainer(
  onnx: Uint8Array,
  sample: Table,
  scorer: Scorer,
  task: Task,
): Promise<Explainer | undefined> {
  try {
    const explainer = readExplainer(onnx);
    const { baseline, contributions } = explainer.explain(sample);
    const scores = explainer.score(sample);
    const outputs = baseline.length;
    const count = explainer.features.length;
    const addUp = scores.every((score, place) => {
      const start = place * count;
      const sum = contributions
        .subarray(start, start + count)
        .reduce((a, b) => a + b, baseline[place % outputs]!);
      return Math.abs(sum - score) <= sumTolerance * Math.max(1, Math.abs(score));
    });
    const answers = await scorer.score(sample);
    if (!addUp || answers.length !== scores.length) return undefined;
    return ordersAlike(scores, answers, task === 'multiclass' ? outputs : sample.rowCount)
      ? explainer
      : undefined;
  } catch {
    // Whatever it is, it is none of our explainers.
    return undefined;
  }
}

/** Within each group of the given size: a higher score is never a lower answer. */
function ordersAlike(scores: Float64Array, answers: Float64Array, size: number): boolean {
  for (let start = 0; start < scores.length; start += size) {
    const places = Array.from({ length: size }, (_, place) => start + place);
    places.sort((a, b) => scores[a]! - scores[b]!);
    const isSorted = places.every(
      (place, index) => index === 0 || answers[place]! >= answers[places[index - 1]!]! - sumTolerance,
    );
    if (!isSorted) return false;
  }
  return true;
}
