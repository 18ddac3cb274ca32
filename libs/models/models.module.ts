import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AliasMoveEntity } from './aliases/alias-move.entity.js';
import { Aliases } from './aliases/aliases.js';
import { ModelAliasEntity } from './aliases/model-alias.entity.js';
import { LiveModels } from './live/live-models.js';
import { VersionLoader } from './live/version-loader.js';
import { ModelEntity } from './model.entity.js';
import { ModelRegistry } from './model-registry.js';
import { DecisionPolicies } from './policies/decision-policies.js';
import { DecisionPolicyEntity } from './policies/decision-policy.entity.js';
import { ArtefactEntity } from './versions/artefact.entity.js';
import { ModelVersionEntity } from './versions/model-version.entity.js';
import { SeenRowsEntity } from './versions/seen-rows.entity.js';
import { ThresholdOverrideEntity } from './thresholds/threshold-override.entity.js';
import { Thresholds } from './thresholds/thresholds.js';
import { ModelVersions } from './versions/model-versions.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([
      ModelEntity,
      ArtefactEntity,
      ModelVersionEntity,
      SeenRowsEntity,
      ModelAliasEntity,
      AliasMoveEntity,
      ThresholdOverrideEntity,
      DecisionPolicyEntity,
    ]),
  ],
  providers: [ModelRegistry, ModelVersions, Aliases, Thresholds, DecisionPolicies, VersionLoader, LiveModels],
  exports: [ModelRegistry, ModelVersions, Aliases, Thresholds, DecisionPolicies, LiveModels],
})
export class ModelsModule {}
