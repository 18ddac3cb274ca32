export interface Knots {
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
}

/** Bisections of the step: the last one changes it by less than 1e-9. */
const BISECTIONS = 30;

/**
 * Leaves out knots of a non-decreasing function until at most `most` remain. Between two kept knots that are not
 * neighbours the function rises by at most a step, and so no value moves by more; the smallest step that leaves few
 * enough is searched. It never exceeds 2 / (most - 2), as two consecutive intervals together rise by more than it.
 */
export function thinKnots(scores: readonly number[], probabilities: readonly number[], most: number): Knots {
  if (scores.length <= most) return { scores, probabilities };
  let [low, high] = [0, 2 / (most - 2)];
  let kept = keptKnots(probabilities, high);
  for (let bisection = 0; bisection < BISECTIONS; bisection += 1) {
    const step = (low + high) / 2;
    const candidate = keptKnots(probabilities, step);
    if (candidate.length <= most) [high, kept] = [step, candidate];
    else low = step;
  }
  return {
    scores: kept.map((knot) => scores[knot]!),
    probabilities: kept.map((knot) => probabilities[knot]!),
  };
}

/** From each kept knot on to the farthest one that lies at most a step above, the next one at least. */
function keptKnots(probabilities: readonly number[], step: number): number[] {
  const kept = [0];
  const last = probabilities.length - 1;
  for (let knot = 0; knot < last;) {
    let next = knot + 1;
    while (next < last && probabilities[next + 1]! - probabilities[knot]! <= step) next += 1;
    kept.push(next);
    knot = next;
  }
  return kept;
}
