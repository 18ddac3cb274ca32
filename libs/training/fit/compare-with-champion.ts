import { selectRows } from '#libs/ml';
import { evaluate } from './evaluate.js';
import type { Comparison, FitTask } from './fit-task.js';
import { type HeldOut, minimumHeldOutRows, pick } from './hold-out.js';
import { scoreTable } from './score-table.js';
import { heldOutRows } from './split-rows.js';
import type { TrainingRows } from './training-rows.js';

/** Both versions on the rows that neither was fitted on, each with its own threshold and its own classes. */
export async function compareWithChampion(
  task: FitTask,
  rows: TrainingRows,
  { heldOut, classes }: HeldOut,
  answers: Float64Array,
  threshold: number | null,
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
  if (common.length < minimumHeldOutRows) return { rows: common.length, metrics: null };
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
    metrics: {
      candidate: evaluate(task.task, target, ofCommon, { threshold, classes }),
      champion: evaluate(task.task, target.map(championClass), championAnswers, champion),
    },
  };
}
