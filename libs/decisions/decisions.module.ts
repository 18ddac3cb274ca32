import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Decider } from './cards/decider.js';
import { ScoreCards } from './cards/score-cards.js';
import { Subjects } from './cards/subjects.js';
import { WhatIfs } from './cards/what-ifs.js';
import { CostCurves } from './costs/cost-curves.js';
import { Counterfactuals } from './counterfactual/counterfactuals.js';
import { DecidingModels } from './deciding-models.js';
import { DecisionPolicyService } from './policy/decision-policy.service.js';
import { ReasonCodesService } from './reasons/reason-codes.service.js';
import { ReasonDictionaries } from './reasons/reason-dictionaries.js';
import { ReasonDictionaryEntity } from './reasons/reason-dictionary.entity.js';
import { DecisionOverrideEntity } from './review/decision-override.entity.js';
import { DecisionReviews } from './review/decision-reviews.js';
import { References } from './reference/references.js';

@Module({
  imports: [TypeOrmModule.forFeature([ReasonDictionaryEntity, DecisionOverrideEntity])],
  providers: [
    DecidingModels,
    Subjects,
    Decider,
    ReasonDictionaries,
    References,
    ScoreCards,
    WhatIfs,
    Counterfactuals,
    CostCurves,
    DecisionPolicyService,
    ReasonCodesService,
    DecisionReviews,
  ],
  exports: [
    ScoreCards,
    WhatIfs,
    Counterfactuals,
    CostCurves,
    DecisionPolicyService,
    ReasonCodesService,
    DecisionReviews,
  ],
})
export class DecisionsModule {}
