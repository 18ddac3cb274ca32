import { type DatasetColumn, featureColumn } from '#libs/datasets';
import { type DerivedFeature, MlError, parseAllDerived } from '#libs/ml';
import type { FieldProblem } from '#libs/platform';

export interface ChosenDerived {
  readonly derived: readonly DerivedFeature[];
  readonly inferred: readonly string[];
}

/**
 * The derived features of a model: those of its dataset that its features suffice for, then its own.
 *
 * @param own as the caller wrote them
 */
export function chooseDerived(
  ofDataset: readonly DerivedFeature[],
  own: readonly DerivedFeature[],
  features: readonly DatasetColumn[],
): ChosenDerived | readonly FieldProblem[] {
  const columns = features.map(featureColumn);
  const derived: DerivedFeature[] = [];
  const inferred: string[] = [];
  for (const feature of ofDataset) {
    if (problemsOf([...derived, feature]).length === 0) derived.push(feature);
    else inferred.push(`${JSON.stringify(feature.name)} is not derived: it needs what is no feature`);
  }
  const usable = derived.length;
  const problems = problemsOf([...derived, ...own]).map(({ field, detail }): FieldProblem => {
    const index = own.findIndex(({ name }) => name === field);
    return { pointer: `/derived/${index}`, detail };
  });
  if (problems.length > 0) return problems;
  if (usable > 0) inferred.push(`${usable} features are derived as the dataset says`);
  return { derived: [...derived, ...own.map(({ name, expression }) => ({ name, expression }))], inferred };

  function problemsOf(all: readonly DerivedFeature[]): MlError['problems'] {
    try {
      parseAllDerived(all, columns);
      return [];
    } catch (error) {
      if (error instanceof MlError) return error.problems;
      throw error;
    }
  }
}
