export { aliasChannel, Aliases, champion } from './aliases/aliases.js';
export { describedRowJsonSchema, type FeatureRowJsonSchema, featureRowJsonSchema } from './json-schema.js';
export { LiveModels } from './live/live-models.js';
export { type Answer, type AnsweringVersion, type AnswerInterval, answerOf } from './live/answer.js';
export type { ExplainedRow } from './live/explained-row.js';
export { featureTable } from './live/feature-table.js';
export { dayOf, isDay, numberOf } from './live/number-of.js';
export { LiveVersion } from './live/live-version.js';
export { type FeatureRow, type FeatureValue, OnnxSession } from './live/onnx-session.js';
export type { GatePolicy, ModelDefinition, ModelOrigin, ThresholdRule } from './model-definition.js';
export { columnName } from './dto/column-name.js';
export {
  BestScoreRuleDto,
  CostRuleDto,
  RecallFloorRuleDto,
  thresholdRuleClass,
  thresholdRuleSchema,
} from './dto/threshold-rule.dto.js';
export { keepServing } from './definitions/serving-model.js';
export { ModelParams, ModelVersionParams } from './dto/model-params.dto.js';
export { ModelEntity } from './model.entity.js';
export { modelChannel, ModelRegistry } from './model-registry.js';
export { type RequestColumns, requestColumns } from './request-columns.js';
export { ModelsHttpModule } from './models-http.module.js';
export { ModelsModule } from './models.module.js';
export { DecisionPolicies, type PolicyInForce } from './policies/decision-policies.js';
export type {
  ActionableFeature,
  BilingualText,
  DecisionPolicy,
  ReasonCode,
} from './policies/decision-policy.js';
export { DecisionPolicyEntity } from './policies/decision-policy.entity.js';
export { declaredPolicy } from './policies/declared-policy.js';
export { reasonPattern } from './dto/move-alias.dto.js';
export { asLearned } from './versions/as-learned.js';
export type { FeatureSchema } from './versions/fitted-schema.js';
export type { ModelCardDetails } from './dto/model-card.dto.js';
export type { ModelCardSummaryDto } from './dto/model-card-summary.dto.js';
export { learntConstantSql } from './versions/learnt-constant-sql.js';
export type { SplitRule } from './versions/split-rule.js';
export { Thresholds } from './thresholds/thresholds.js';
export { KnownRows, type RowSplit, type SeenRowKeys } from './versions/known-rows.js';
export { ModelVersionEntity } from './versions/model-version.entity.js';
export { importedAlgorithm } from './versions/imported-algorithm.js';
export { ModelVersions, type NewVersion } from './versions/model-versions.js';
export { ModelAliasEntity } from './aliases/model-alias.entity.js';
