import { Global, Module } from '@nestjs/common';
import { PredictionService } from './prediction.service.js';
import { ScoreUnits } from './explanation/score-units.js';
import { Predictor } from './predictor.js';

@Global()
@Module({ providers: [ScoreUnits, Predictor, PredictionService], exports: [Predictor, PredictionService] })
export class PredictionModule {}
