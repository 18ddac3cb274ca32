import type { AliasMoveEntity } from './aliases/alias-move.entity.js';
import type { ModelHistoryDto } from './dto/alias-move.dto.js';
import { type Task } from './dto/model-params.dto.js';
import type { FeatureKind, ModelVersionDto } from './dto/model-version.dto.js';
import type { AliasDto, ModelDto, ModelOrigin } from './dto/model.dto.js';
import { GatePromotion } from './dto/new-model.dto.js';
import type { ThresholdHistoryDto } from './dto/threshold.dto.js';
import { dayOf } from './live/number-of.js';
import type { ModelDefinition } from './model-definition.js';
import type { ThresholdOverrideEntity } from './thresholds/threshold-override.entity.js';
import type { FeatureSchema } from './versions/fitted-schema.js';
import type { ModelVersionEntity } from './versions/model-version.entity.js';

export function modelDto(
  definition: ModelDefinition,
  state: {
    readonly aliases: readonly AliasDto[];
    readonly isLoaded: boolean;
    readonly retiredAt: Date | undefined;
  },
): ModelDto {
  const { name, origin, description, dataset, task, target, features, gate } = definition;
  const isBinary = task === 'binary';
  return {
    ...{ name, description, dataset, target },
    origin: origin as ModelOrigin,
    task: task as Task,
    ...(isBinary ? { positive_class: definition.positiveClass ?? 'true' } : {}),
    features: [...features],
    sensitive_features: [...(definition.sensitiveFeatures ?? [])],
    derived: (definition.derived ?? []).map((feature) => ({ ...feature })),
    ...(isBinary ? { threshold: definition.threshold ?? { rule: 'f1' } } : {}),
    gate: {
      promotion: gate?.promotion === 'manual' ? GatePromotion.Manual : GatePromotion.Automatic,
      minimum_improvement: gate?.minimum_improvement ?? 0,
    },
    aliases: state.aliases.map(({ alias, version }) => ({ alias, version })),
    ready: state.isLoaded,
    retired_at: state.retiredAt?.toISOString() ?? null,
  };
}

export function versionDto(
  row: ModelVersionEntity,
  threshold: number | null,
  aliases: readonly AliasDto[],
): ModelVersionDto {
  return {
    model: row.model,
    version: row.version,
    task: row.task as Task,
    algorithm: row.algorithm,
    hyperparameters: row.hyperparameters,
    seed: row.seed,
    test_size: row.test_size,
    split: row.split,
    ...(row.classes ? { classes: row.classes } : {}),
    ...(row.interval ? { interval: row.interval } : {}),
    sha256: row.artefact_sha256,
    threshold,
    trained_threshold: row.threshold,
    metrics: row.metrics,
    baseline_metrics: row.baseline_metrics,
    features: row.features.map(featureDto),
    learnt: row.learnt,
    card: row.card,
    training_run_id: row.training_run_id,
    aliases: aliases.filter((alias) => alias.version === row.version).map(({ alias }) => alias),
    created_at: row.created_at.toISOString(),
  };
}

function featureDto(feature: FeatureSchema): ModelVersionDto['features'][number] {
  const { name, kind, description, unit, nullable, optional, integer, minimum, maximum } = feature;
  const { categories, open, missingValues, trainingMinimum, trainingMaximum, trainingMissing } = feature;
  const isDay = kind === 'date';
  return {
    ...{ name, description, nullable, optional },
    kind: kind as FeatureKind,
    ...(unit === undefined ? {} : { unit }),
    ...(integer === undefined ? {} : { integer }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(categories ? { categories: [...categories] } : {}),
    ...(open ? { open } : {}),
    ...(missingValues ? { missing_values: [...missingValues] } : {}),
    ...(trainingMinimum === undefined
      ? {}
      : isDay
        ? { training_first_day: dayOf(trainingMinimum) }
        : { training_minimum: trainingMinimum }),
    ...(trainingMaximum === undefined
      ? {}
      : isDay
        ? { training_last_day: dayOf(trainingMaximum) }
        : { training_maximum: trainingMaximum }),
    training_missing: trainingMissing,
  };
}

export function moveDto(move: AliasMoveEntity): ModelHistoryDto['items'][number] {
  return {
    moved_at: move.moved_at.toISOString(),
    alias: move.alias,
    from_version: move.from_version,
    to_version: move.to_version,
    reason: move.reason,
    actor_kind: move.actor_kind,
    actor_id: move.actor_id,
    training_run_id: move.training_run_id,
  };
}

export function overrideDto(override: ThresholdOverrideEntity): ThresholdHistoryDto['items'][number] {
  const { overridden_at, from_threshold, to_threshold, reason, actor_kind, actor_id } = override;
  return {
    overridden_at: overridden_at.toISOString(),
    from_threshold,
    to_threshold,
    reason,
    actor_kind,
    actor_id,
  };
}
