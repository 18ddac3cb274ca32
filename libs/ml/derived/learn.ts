import { categoriesOf, numbersOf } from '../table/columns.js';
import { isMissingCategory, type Table } from '../table/table.js';
import { visit, type DerivedExpression, type LearntMean } from './expression.js';
import { learntKey, type LearntConstant, type LearntConstants } from './learnt-constants.js';

/**
 * Learns the constants of derived features from the rows that a pipeline is fitted on, and from no other. Plain means
 * of the values that are there, whatever the rows weigh: the constant describes the rows, not what their errors cost.
 * Summed in the order of the rows, by one thread, so that equal rows give equal bits.
 *
 * @throws MlError `invalid_table` when a column that a mean reads is absent or of another kind.
 */
export function learn(expressions: readonly DerivedExpression[], table: Table): LearntConstants {
  const learnt = new Map<string, LearntConstant>();
  for (const { root } of expressions) {
    visit(root, (step) => {
      if (step.type !== 'mean' || learnt.has(learntKey(step))) return;
      learnt.set(learntKey(step), constantOf(step, table));
    });
  }
  return Object.fromEntries(learnt);
}

function constantOf({ column, group }: LearntMean, table: Table): LearntConstant {
  const values = numbersOf(table, column);
  if (group === undefined) {
    const all = new Mean();
    values.forEach((value) => all.add(value));
    return all.value ?? null;
  }
  const groups = new Map<string, Mean>();
  categoriesOf(table, group).forEach((name, row) => {
    if (name === null || isMissingCategory(name)) return;
    const mean = groups.get(name) ?? new Mean();
    mean.add(values[row]!);
    groups.set(name, mean);
  });
  // By name, as the order of the rows is nothing that was learnt.
  const means = [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(
    means.flatMap(([name, { value }]): [string, number][] => (value === undefined ? [] : [[name, value]])),
  );
}

class Mean {
  private sum = 0;
  private count = 0;

  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.sum += value;
    this.count += 1;
  }

  /** Undefined without a value and, as of every step, when the sum leaves the range of doubles. */
  get value(): number | undefined {
    const mean = this.sum / this.count;
    return Number.isFinite(mean) ? mean + 0 : undefined;
  }
}
