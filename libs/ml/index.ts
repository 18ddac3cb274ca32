export { MlError, type MlErrorCode, type Problem } from './errors.js';
export {
  isMissingCategory,
  MISSING_TEXTS,
  selectRows,
  type ColumnValues,
  type FeatureColumn,
  type FeatureKind,
  type Table,
} from './table/table.js';
export type {
  Coefficient,
  Coefficients,
  Estimator,
  FitOptions,
  FitProgress,
  FitReport,
  FittedFeature,
  FittedModel,
  HyperparameterValue,
  OnnxOptions,
  SplitImportance,
  Trial,
  Task,
  TrainingData,
} from './estimator.js';
export { quantileOf } from './gbdt/quantile.js';
export { regressionObjective, type RegressionObjective } from './gbdt/regression-objective.js';
export type { HyperparameterDescription } from './hyperparameters.js';
export {
  algorithms,
  createEstimator,
  isAlgorithmName,
  type AlgorithmDescription,
  type AlgorithmName,
} from './algorithms.js';
export { regressionMetrics, type RegressionMetrics } from './metrics/regression.js';
export { binaryMetrics, type BinaryMetrics, type Confusion } from './metrics/binary.js';
export { bestF1Threshold } from './metrics/threshold.js';
export { holdoutPosition, type Split } from './split/holdout.js';
export type { DerivedFeature } from './derived/derived-feature.js';
export type { Explanation, ExplanationMethod } from './explain/explanation.js';
export { columnsOf, type DerivedExpression } from './derived/expression.js';
export { evaluate as evaluateDerived } from './derived/evaluate.js';
export { learn as learnDerived } from './derived/learn.js';
export type { LearntConstant, LearntConstants } from './derived/learnt-constants.js';
export { outputNames } from './pipeline/output-names.js';
export { parseAllDerived, parseDerived } from './derived/parse.js';
export { toSql as derivedToSql, type LearntReference, type LearntSql } from './derived/sql.js';
// Evaluation
export {
  regressionEvaluator,
  type RegressionLosses,
  type RegressionMetricsOptions,
} from './metrics/regression.js';
export { binaryEvaluator } from './metrics/binary.js';
export {
  multiclassEvaluator,
  multiclassMetrics,
  type ClassMetrics,
  type MulticlassMetrics,
} from './metrics/multiclass.js';
export type { Evaluator } from './metrics/evaluator.js';
export { expectedCalibrationError } from './metrics/calibration-error.js';
export type { Binning } from './metrics/probability-bins.js';
export { bootstrapIntervals, type BootstrapInterval, type BootstrapOptions } from './metrics/bootstrap.js';
export { reliabilityBins, wilsonInterval, type ReliabilityBin } from './metrics/reliability.js';
export {
  rankingCurve,
  thresholdTable,
  type CurvePoint,
  type DecisionCosts,
  type ThresholdRow,
} from './metrics/curves.js';
export { chooseThreshold, type ChosenThreshold, type ThresholdRule } from './metrics/threshold-rule.js';
export type { Calibration } from './calibration/calibration.js';
export { fitPlatt, type PlattCalibration } from './calibration/platt.js';
export { fitIsotonic, type IsotonicCalibration } from './calibration/isotonic.js';
export { applyCalibration } from './calibration/apply-calibration.js';
export { conformalRadius, measureIntervals, type MeasuredIntervals } from './conformal/conformal.js';
export { kFolds, type FoldPlan } from './split/folds.js';
export { identifierPositions, seededPositions } from './split/positions.js';
export { quantileStrata } from './split/strata.js';
export { recordSeenRows, SeenRows, type RowSplit, type SeenRowKeys } from './split/seen-rows.js';
export {
  permutationImportance,
  type PermutationImportance,
  type PermutationImportanceOptions,
  type PermutationImportances,
} from './explain/permutation-importance.js';
export {
  partialDependence,
  type PartialDependence,
  type PartialDependenceOptions,
  type PartialDependencePoint,
} from './explain/partial-dependence.js';
export {
  beeswarm,
  globalImportance,
  type BeeswarmFeature,
  type BeeswarmOptions,
  type BeeswarmPoint,
  type FeatureImportance,
} from './explain/beeswarm.js';
export { selectTraining } from './table/select-training.js';
export { metricNumbers, taskEvaluator, type TaskEvaluatorOptions } from './evaluation/task-evaluator.js';
export {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidation,
  type CrossValidationProgress,
  type FoldResult,
} from './evaluation/cross-validate.js';
export { readExplainer, type Explainer } from './explain/read-explainer.js';
export { adaptModel, type AdaptedModel, type AdaptOptions } from './onnx/adapt/adapt-model.js';
export { describeFeature } from './table/describe-feature.js';
export { readOnnxPorts, type OnnxPort, type PortType } from './onnx/read-ports.js';
export { externalLocations, inlineExternalData } from './onnx/external-data/inline-external-data.js';
