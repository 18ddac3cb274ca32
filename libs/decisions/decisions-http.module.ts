import { Module } from '@nestjs/common';
import { ScoreCardsController } from './cards/score-cards.controller.js';
import { DecisionsModule } from './decisions.module.js';
import { DecisionPolicyController } from './policy/decision-policy.controller.js';
import { ReasonCodesController } from './reasons/reason-codes.controller.js';
import { DecisionsController } from './review/decisions.controller.js';

@Module({
  imports: [DecisionsModule],
  controllers: [DecisionPolicyController, ReasonCodesController, ScoreCardsController, DecisionsController],
})
export class DecisionsHttpModule {}
