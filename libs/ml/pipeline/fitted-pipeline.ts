import type {
  Coefficients,
  FittedFeature,
  FittedModel,
  FitReport,
  HyperparameterValue,
  OnnxOptions,
  SplitImportance,
  Task,
  Trial,
} from '../estimator.js';
import type { DerivedFeature } from '../derived/derived-feature.js';
import type { LearntConstants } from '../derived/learnt-constants.js';
import type { Explanation } from '../explain/explanation.js';
import { modelMetadata } from '../onnx/metadata.js';
import { encodeModel } from '../onnx/model.js';
import { checkColumns } from '../table/columns.js';
import type { Table } from '../table/table.js';
import { applyCalibration } from '../calibration/apply-calibration.js';
import type { Calibration } from '../calibration/calibration.js';
import { applyLink } from './links.js';
import type { ModelColumns } from './model-columns.js';
import { writeExplainerState } from './explainer-state.js';
import { modelGraph } from './model-graph.js';
import type { Link, ScoreModel } from './score-model.js';

/** Everything that `fit` learned. */
export interface FittedParts {
  readonly algorithm: string;
  readonly task: Task;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly features: readonly FittedFeature[];
  readonly derived: readonly DerivedFeature[];
  readonly modelColumns: ModelColumns;
  readonly classes: readonly string[];
  readonly warnings: readonly string[];
  readonly report: FitReport;
  readonly link: Link;
  /** Binary only: takes the place of the link. */
  readonly calibration?: Calibration;
  readonly scoreModel: ScoreModel;
  readonly coefficients: Coefficients | undefined;
  readonly splitImportance: readonly SplitImportance[] | undefined;
  readonly trials?: readonly Trial[];
}

/** Raw columns → scores of a family → answers; see `FittedModel` for what its methods promise. */
export class FittedPipeline implements FittedModel {
  readonly algorithm: string;
  readonly task: Task;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly features: readonly FittedFeature[];
  readonly derived: readonly DerivedFeature[];
  readonly learnt: LearntConstants;
  readonly classes: readonly string[];
  readonly warnings: readonly string[];
  readonly report: FitReport;
  readonly calibration: Calibration | undefined;
  readonly splitImportance: readonly SplitImportance[] | undefined;
  readonly trials: readonly Trial[];

  constructor(private readonly parts: FittedParts) {
    this.algorithm = parts.algorithm;
    this.task = parts.task;
    this.hyperparameters = parts.hyperparameters;
    this.features = parts.features;
    this.derived = parts.derived;
    this.learnt = parts.modelColumns.learnt;
    this.classes = parts.classes;
    this.warnings = parts.warnings;
    this.report = parts.report;
    this.calibration = parts.calibration;
    this.splitImportance = parts.splitImportance;
    this.trials = parts.trials ?? [];
  }

  score(table: Table): Float64Array {
    checkColumns(this.features, table);
    return this.parts.scoreModel.score(this.parts.modelColumns.derive(table));
  }

  predict(table: Table): Float64Array {
    const scores = this.score(table);
    if (this.calibration) return applyCalibration(this.calibration, scores);
    return applyLink(this.parts.link, scores, this.parts.scoreModel.outputCount);
  }

  withCalibration(calibration: Calibration): FittedModel {
    if (this.task !== 'binary') throw new TypeError('only probabilities of two classes are calibrated');
    return new FittedPipeline({ ...this.parts, calibration });
  }

  withTrials(trials: readonly Trial[]): FittedModel {
    return new FittedPipeline({ ...this.parts, trials });
  }

  coefficients(): Coefficients | undefined {
    return this.parts.coefficients;
  }

  explain(table: Table): Explanation {
    checkColumns(this.features, table);
    const { scoreModel, modelColumns } = this.parts;
    return modelColumns.toRaw(scoreModel.explain(modelColumns.derive(table)));
  }

  toOnnx(metadata: Readonly<Record<string, string>>, options: OnnxOptions = {}): Uint8Array {
    const threshold = options.threshold ?? 0.5;
    const { task, features, modelColumns, classes, link, calibration, scoreModel } = this.parts;
    const explainer = writeExplainerState({
      features,
      derived: this.derived,
      learnt: this.learnt,
      scores: scoreModel.state(),
    });
    const properties = modelMetadata(this, metadata, threshold, explainer);
    const graph = modelGraph({
      task,
      features,
      modelColumns,
      classes,
      link,
      calibration,
      scoreModel,
      threshold,
    });
    return encodeModel(this.algorithm, graph, properties);
  }
}
