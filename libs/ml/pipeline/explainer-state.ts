import type { DerivedFeature } from '../derived/derived-feature.js';
import type { LearntConstants } from '../derived/learnt-constants.js';
import { MlError } from '../errors.js';
import type { FeatureColumn } from '../table/table.js';

/** The key of metadata_props that holds what explaining needs besides the graph. */
export const EXPLAINER_KEY = 'explainer';

/**
 * What a file says about its model beyond the graph; none of it comes from a single training row, but for the learnt
 * mean of a group that has one row only.
 */
export interface ExplainerState {
  readonly features: readonly FeatureColumn[];
  readonly derived: readonly DerivedFeature[];
  readonly learnt: LearntConstants;
  /** `ScoreModel.state()` of the family. */
  readonly scores: string;
}

export function writeExplainerState({ features, derived, learnt, scores }: ExplainerState): string {
  const columns = features.map(({ name, kind, nullable, indirect }) => ({
    name,
    kind,
    nullable,
    ...(indirect === true ? { indirect } : {}),
  }));
  return JSON.stringify({ features: columns, derived, learnt, scores });
}

/** @throws MlError `invalid_model` when a file has no such state: another program wrote it. */
export function readExplainerState(metadata: Readonly<Record<string, string>>): ExplainerState {
  const text = Object.hasOwn(metadata, EXPLAINER_KEY) ? metadata[EXPLAINER_KEY] : undefined;
  if (text !== undefined) {
    const { learnt, ...state } = JSON.parse(text) as Omit<ExplainerState, 'learnt'> & Partial<ExplainerState>;
    // Files from before there were learnt constants say nothing of them.
    return { ...state, learnt: learnt ?? {} };
  }
  throw new MlError('invalid_model', [
    { field: EXPLAINER_KEY, detail: 'the file does not hold what explaining needs: train the model again' },
  ]);
}
