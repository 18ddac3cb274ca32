import type { DatasetColumn } from '#libs/datasets';
import type { Task } from '#libs/ml';
import type { FieldProblem } from '#libs/platform';
import { choosePositiveClass, listed, mostClasses } from './choose-positive-class.js';

export interface AskedTask {
  readonly task?: Task | undefined;
  readonly positiveClass?: string | undefined;
}

export interface ChosenTask {
  readonly task: Task;
  readonly positiveClass?: string;
  /** Binary: the target has several other values, which all mean no. */
  readonly isAgainstRest?: true;
  /** What was not told, and why it is so. */
  readonly inferred: readonly string[];
}

/**
 * What a model of a target does, by what stands in the target.
 *
 * @param values of the target, as names of classes; more than `mostClasses` where there are more
 */
export function chooseTask(
  asked: AskedTask,
  target: DatasetColumn,
  values: readonly string[],
): ChosenTask | FieldProblem {
  const known = [...new Set([...values, ...(target.allowedValues ?? [])])];
  const told = asked.task ?? inferredTask(target, known);
  if (typeof told === 'object' && 'pointer' in told) return told;
  const { task, because } = typeof told === 'string' ? { task: told, because: undefined } : told;
  const problem = asked.task && taskProblem(task, target, known);
  if (problem) return problem;
  const inferred = because === undefined ? [] : [`task is ${task}: ${because}`];
  if (task !== 'binary') {
    if (asked.positiveClass === undefined) return { task, inferred };
    return { pointer: '/positive_class', detail: `is for binary models; this is a ${task} model` };
  }
  const positive = choosePositiveClass(target, known, asked.positiveClass);
  if ('pointer' in positive) return positive;
  const { positiveClass } = positive;
  const others = known.filter((value) => value !== positiveClass);
  const isAgainstRest = others.length > 1;
  return {
    task,
    positiveClass,
    ...(isAgainstRest ? { isAgainstRest } : {}),
    inferred: [
      ...inferred,
      ...(positive.inferred === undefined ? [] : [positive.inferred]),
      ...(isAgainstRest ? [`every value of ${target.name} but ${listed([positiveClass])} counts as no`] : []),
    ],
  };
}

function inferredTask(
  { name, kind }: DatasetColumn,
  known: readonly string[],
): { readonly task: Task; readonly because: string } | FieldProblem {
  const count = known.length > mostClasses ? `more than ${mostClasses}` : String(known.length);
  switch (kind) {
    case 'date':
      return noDays;
    case 'boolean':
      return { task: 'binary', because: `${name} is true or false` };
    case 'numeric':
      return known.length === 2
        ? { task: 'binary', because: `${name} has two values, ${listed(known)}` }
        : { task: 'regression', because: `${name} is a number with ${count} different values` };
    case 'categorical':
      if (known.length === 2) return { task: 'binary', because: `${name} has two values, ${listed(known)}` };
      if (known.length > 2 && known.length <= mostClasses)
        return { task: 'multiclass', because: `${name} is a text with ${count} different values` };
      return {
        pointer: '/target',
        detail: `${name} is a text with ${count} different values; a class needs 2 to ${mostClasses}`,
      };
  }
}

const noDays: FieldProblem = {
  pointer: '/target',
  detail: 'is a day; models answer numbers, yes or no, or classes',
};

/** Why a target cannot have the task that was asked for. */
function taskProblem(
  task: Task,
  { name, kind }: DatasetColumn,
  known: readonly string[],
): FieldProblem | undefined {
  const pointer = '/task';
  if (kind === 'date') return noDays;
  switch (task) {
    case 'regression':
      if (kind === 'numeric') return undefined;
      return { pointer, detail: `regression answers numbers; ${name} is no number` };
    case 'multiclass':
      if (kind === 'boolean') return { pointer, detail: `${name} is true or false: that is a binary model` };
      if (known.length <= mostClasses) return undefined;
      return { pointer, detail: `${name} has more than ${mostClasses} different values` };
    case 'binary':
      return undefined;
  }
}
