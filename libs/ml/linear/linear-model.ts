import type {
  Coefficients,
  FittedFeature,
  FittedModel,
  FitReport,
  HyperparameterValue,
  OnnxOptions,
  Task,
} from '../estimator.js';
import { modelMetadata } from '../onnx/metadata.js';
import { encodeModel } from '../onnx/model.js';
import { checkColumns } from '../table/columns.js';
import type { Table } from '../table/table.js';
import { scoreRows, type LinearScore } from './contributions.js';
import { INVERSE_E, linearGraph } from './linear-graph.js';

/** Everything that `fit` learned. */
export interface LinearModelParts {
  readonly task: Task;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly features: readonly FittedFeature[];
  readonly warnings: readonly string[];
  readonly score: LinearScore;
  readonly coefficients: Coefficients;
}

/** A fitted ridge or logistic regression; see `FittedModel` for what its methods promise. */
export class LinearModel implements FittedModel {
  readonly algorithm = 'linear';
  readonly task: Task;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly features: readonly FittedFeature[];
  readonly warnings: readonly string[];

  constructor(
    private readonly parts: LinearModelParts,
    readonly report: FitReport,
  ) {
    this.task = parts.task;
    this.hyperparameters = parts.hyperparameters;
    this.features = parts.features;
    this.warnings = parts.warnings;
  }

  predict(table: Table): Float64Array {
    return predictRows(this.parts, table);
  }

  coefficients(): Coefficients {
    return this.parts.coefficients;
  }

  toOnnx(metadata: Readonly<Record<string, string>>, options: OnnxOptions = {}): Uint8Array {
    const threshold = options.threshold ?? 0.5;
    const { task, score } = this.parts;
    const properties = modelMetadata(this, metadata, threshold);
    return encodeModel('linear', linearGraph(task, this.features, score, threshold), properties);
  }
}

/** The answers before there is a report: `fit` needs them for the loss. */
export function predictRows({ task, features, score }: LinearModelParts, table: Table): Float64Array {
  checkColumns(features, table);
  const scores = scoreRows(score, table);
  return task === 'regression' ? scores : scores.map((value) => 1 / (1 + INVERSE_E ** value));
}
