import type { LearntMean } from './expression.js';

/**
 * What derived features learnt from the rows that their pipeline was fitted on, by the call as it is written
 * (`learntKey`): the mean, or the mean per group. JSON keeps it as it is. A column without a value has null, a group
 * without one is absent: both are missing.
 *
 * `{"mean(age)": 37.1, "mean(pay, post)": {"Manager": 7528.76, "Tech Lead": 7295.14}}`
 */
export type LearntConstants = Readonly<Record<string, LearntConstant>>;

export type LearntConstant = number | null | Readonly<Record<string, number>>;

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/** The call that learns the constant: `mean(pay, post)`, other names than words in double quotes. */
export function learntKey({ column, group }: Pick<LearntMean, 'column' | 'group'>): string {
  return group === undefined ? `mean(${quoted(column)})` : `mean(${quoted(column)}, ${quoted(group)})`;
}

function quoted(name: string): string {
  return PLAIN_NAME.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/**
 * The mean over all training rows; NaN when no row had a value.
 *
 * @throws TypeError when nothing was learnt for the step: whoever fits or reads a model hands its constants on.
 */
export function learntMean(learnt: LearntConstants, step: LearntMean): number {
  const constant = constantOf(learnt, step);
  return typeof constant === 'number' ? constant : NaN;
}

/**
 * The mean per group.
 *
 * @throws TypeError as `learntMean`.
 */
export function learntMeans(learnt: LearntConstants, step: LearntMean): Readonly<Record<string, number>> {
  const constant = constantOf(learnt, step);
  return typeof constant === 'object' && constant !== null ? constant : {};
}

function constantOf(learnt: LearntConstants, step: LearntMean): LearntConstant {
  const key = learntKey(step);
  const constant = Object.hasOwn(learnt, key) ? learnt[key] : undefined;
  if (constant === undefined) throw new TypeError(`${key} was not learnt`);
  return constant;
}
