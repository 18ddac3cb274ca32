import { Global, Module } from '@nestjs/common';
import { PredictionService } from './prediction.service.js';
import { Predictor } from './predictor.js';

@Global()
@Module({ providers: [Predictor, PredictionService], exports: [PredictionService] })
export class PredictionModule {}
