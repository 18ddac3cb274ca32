import type { AlgorithmName } from '../algorithms.js';
import type { LearntConstants } from '../derived/learnt-constants.js';
import { MlError } from '../errors.js';
import { readEnsemble } from '../gbdt/ensemble/read-ensemble.js';
import { readLinear } from '../linear/linear-model.js';
import { readMlp } from '../mlp/read-mlp.js';
import { readModel, type OnnxModel } from '../onnx/read-model.js';
import { readExplainerState } from '../pipeline/explainer-state.js';
import { ModelColumns } from '../pipeline/model-columns.js';
import type { ScoreModel } from '../pipeline/score-model.js';
import { checkColumns } from '../table/columns.js';
import type { FeatureColumn, Table } from '../table/table.js';
import type { Explanation } from './explanation.js';

/** Explains the answers of a file of `toOnnx`, as the fitted model that wrote it would. */
export interface Explainer {
  /** The family that wrote the file. */
  readonly algorithm: string;
  /** The raw columns, in the order of the contributions. */
  readonly features: readonly FeatureColumn[];
  /** As `FittedModel.learnt`. */
  readonly learnt: LearntConstants;
  /**
   * What each raw column adds to the raw scores of each row.
   *
   * @throws MlError `invalid_table` when a column is absent or misshaped.
   */
  explain(table: Table): Explanation;
  /** Raw scores, before link and calibration: rows × outputs, row by row. */
  score(table: Table): Float64Array;
}

const readers: Readonly<
  Record<Exclude<AlgorithmName, 'auto'>, (file: OnnxModel, state: string) => ScoreModel>
> = {
  gbdt: readEnsemble,
  linear: (_, state) => readLinear(state),
  mlp: readMlp,
};

/**
 * The explainer of a served file: nothing but the file is needed.
 *
 * @throws MlError `invalid_model` when the bytes are no ONNX file, or one that another program wrote.
 */
export function readExplainer(onnx: Uint8Array): Explainer {
  const file = readModel(onnx);
  const { features, derived, learnt, scores } = readExplainerState(file.metadata);
  const algorithm = file.metadata['algorithm'] ?? '';
  if (!Object.hasOwn(readers, algorithm)) {
    throw new MlError('invalid_model', [{ field: 'algorithm', detail: 'is none of ours' }]);
  }
  const scoreModel = readers[algorithm as keyof typeof readers](file, scores);
  const modelColumns = ModelColumns.of(features, derived, learnt);
  const derive = (table: Table): Table => {
    checkColumns(features, table);
    return modelColumns.derive(table);
  };
  return {
    algorithm,
    features,
    learnt,
    explain: (table) => modelColumns.toRaw(scoreModel.explain(derive(table))),
    score: (table) => scoreModel.score(derive(table)),
  };
}
