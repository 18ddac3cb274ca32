import { type RegressionObjective, regressionObjective, selectRows } from '#libs/ml';
import { decisiveMetric, evaluate } from './evaluate.js';
import type { Comparison, FitTask } from './fit-task.js';
import { type HeldOut, minimumHeldOutRows, pick } from './hold-out.js';
import { scoreTable } from './score-table.js';
import { estimateOf, sharedObjective } from './shared-objective.js';
import { heldOutRows } from './split-rows.js';
import type { TrainingRows } from './training-rows.js';

/** The version that was trained or imported, as far as it has answered. */
export interface Candidate {
  /** To the held-out rows. */
  readonly answers: Float64Array;
  readonly threshold: number | null;
  /** Of a regression that has a choice. */
  readonly objective: RegressionObjective | null;
}

/** Both versions on the rows that neither was fitted on, each with its own threshold and its own classes. */
export async function compareWithChampion(
  task: FitTask,
  rows: TrainingRows,
  { heldOut, classes }: HeldOut,
  { answers, threshold, objective }: Candidate,
): Promise<Comparison | null> {
  const { champion } = task;
  if (!champion) return null;
  const marks = heldOutRows(champion.split, champion.testSize, rows);
  const championClass = (value: number): number =>
    classes.length === 0 ? value : champion.classes.indexOf(classes[value]!);
  const common: number[] = [];
  heldOut.rows.forEach((row, place) => {
    if (marks?.[row] === 1 && championClass(heldOut.target[place]!) !== -1) common.push(place);
  });
  if (common.length < minimumHeldOutRows) {
    const incomparable = `Only ${common.length} rows are held out of this version and of the champion, too few to compare them`;
    return { rows: common.length, incomparable };
  }
  const rival = task.task === 'regression' ? regressionObjective(champion.hyperparameters) : null;
  const shared = sharedObjective(objective, rival);
  if (shared === undefined) {
    const incomparable = `This version answers the ${estimateOf(objective ?? {})} and the champion the ${estimateOf(rival ?? {})}, which no metric compares`;
    return { rows: common.length, incomparable };
  }
  const target = pick(heldOut.target, common);
  const championAnswers = await scoreTable(
    champion.onnx,
    selectRows(heldOut.table, common),
    champion.classes,
  );
  const width = Math.max(1, classes.length);
  const ofCommon = Float64Array.from(
    { length: common.length * width },
    (_, place) => answers[common[Math.floor(place / width)]! * width + (place % width)]!,
  );
  return {
    rows: common.length,
    metric: decisiveMetric(task.task, shared),
    metrics: {
      candidate: evaluate(task.task, target, ofCommon, { threshold, classes, objective: shared }),
      champion: evaluate(task.task, target.map(championClass), championAnswers, {
        threshold: champion.threshold,
        classes: champion.classes,
        objective: shared,
      }),
    },
  };
}
