import type { Task } from '#libs/ml';
import { evaluate } from './evaluate.js';
import type { Metrics } from './fit-task.js';
import type { HeldOut } from './hold-out.js';

/** The metrics of always answering the training rows' mean: for classes, their shares. */
export function baselineMetrics(task: Task, { training, heldOut, classes }: HeldOut): Metrics {
  const answer =
    task === 'multiclass'
      ? classes.map((_, index) => training.target.filter((value) => value === index).length)
      : [training.target.reduce((sum, value) => sum + value, 0)];
  const shares = answer.map((sum) => sum / training.target.length);
  const answers = Float64Array.from(
    { length: heldOut.target.length * shares.length },
    (_, place) => shares[place % shares.length]!,
  );
  return evaluate(task, heldOut.target, answers, { threshold: 0.5, classes });
}
