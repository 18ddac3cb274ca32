import { MlError } from '../errors.js';
import type { FittedFeature } from '../estimator.js';

/**
 * What to say of columns that tell little or nothing.
 *
 * @throws MlError `no_informative_feature` when that is all of them.
 */
export function columnWarnings(columns: readonly FittedFeature[], rowCount: number): string[] {
  if (columns.every((column) => tells(column, rowCount) === 'nothing')) {
    const detail = 'has no value or one value only';
    throw new MlError(
      'no_informative_feature',
      columns.map(({ name }) => ({ field: name, detail })),
    );
  }
  return columns.flatMap((column) => {
    const { name, missingCount } = column;
    const told = tells(column, rowCount);
    if (told === 'everything') return [];
    if (told === 'absence') {
      return `column ${name} had one value only in the training rows: whether it is missing contributes, its value does not`;
    }
    const had = missingCount === rowCount ? 'no value' : 'one value only';
    return `column ${name} had ${had} in the training rows and does not contribute`;
  });
}

function tells(
  { kind, missingCount, minimum, maximum, categories = [] }: FittedFeature,
  rowCount: number,
): 'everything' | 'absence' | 'nothing' {
  if (missingCount === rowCount) return 'nothing';
  const differs = kind === 'categorical' ? categories.length > 1 : minimum !== maximum;
  if (differs) return 'everything';
  return missingCount > 0 ? 'absence' : 'nothing';
}
