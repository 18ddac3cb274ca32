import type { AnswerDto } from '#libs/sdk';

/** What a model's file answers to a row, by the names of its outputs. */
export type Outputs = Readonly<Record<string, number | string>>;

/** The same from our API. */
export function outputsOf({ prediction, probability, probabilities, label }: AnswerDto): Outputs {
  if (probabilities !== undefined)
    return {
      ...Object.fromEntries(
        Object.entries(probabilities).map(([name, value]) => [`probability_${name}`, value]),
      ),
      label: label!,
    };
  return probability === undefined ? { prediction } : { probability, label: prediction };
}

/** Largest difference of two numbers at one place; infinite where names, texts or the number of rows differ. */
export function largestDifference(some: readonly Outputs[], others: readonly Outputs[]): number {
  if (some.length !== others.length) return Infinity;
  return some.reduce((largest, row, index) => Math.max(largest, differenceOf(row, others[index]!)), 0);
}

function differenceOf(row: Outputs, other: Outputs): number {
  const names = Object.keys({ ...row, ...other });
  return Math.max(
    ...names.map((name) => {
      const [value, same] = [row[name], other[name]];
      if (typeof value === 'number' && typeof same === 'number') return Math.abs(value - same);
      return value === same ? 0 : Infinity;
    }),
  );
}
