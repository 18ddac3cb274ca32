import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Decider } from './cards/decider.js';
import { ScoreCards } from './cards/score-cards.js';
import { Subjects } from './cards/subjects.js';
import { WhatIfs } from './cards/what-ifs.js';
import { Counterfactuals } from './counterfactual/counterfactuals.js';
import { DecidingModels } from './deciding-models.js';
import { ReasonDictionaries } from './reasons/reason-dictionaries.js';
import { ReasonDictionaryEntity } from './reasons/reason-dictionary.entity.js';
import { References } from './reference/references.js';

@Module({
  imports: [TypeOrmModule.forFeature([ReasonDictionaryEntity])],
  providers: [
    DecidingModels,
    Subjects,
    Decider,
    ReasonDictionaries,
    References,
    ScoreCards,
    WhatIfs,
    Counterfactuals,
  ],
  exports: [ScoreCards, WhatIfs, Counterfactuals],
})
export class DecisionsModule {}
