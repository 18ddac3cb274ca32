import { kFolds, seededPositions, type Split } from '#libs/ml';

export const foldCount = 5;
const seed = 20_261_121;

/** Stratified folds, dealt anew for each repeat. */
export function repeatedFolds(target: Float64Array, repeats: number): readonly (readonly Split[])[] {
  return Array.from({ length: repeats }, (_, repeat) =>
    kFolds(foldCount, {
      by: 'stratum',
      strata: target,
      positions: seededPositions(target.length, seed + repeat),
    }),
  );
}
