import { Module } from '@nestjs/common';
import { PredictionController } from './prediction.controller.js';
import { ReplayController } from './replay/replay.controller.js';
import { ReplayService } from './replay/replay.service.js';
import { RowPredictionsController } from './rows/row-predictions.controller.js';
import { RowPredictions } from './rows/row-predictions.service.js';

@Module({
  controllers: [PredictionController, RowPredictionsController, ReplayController],
  providers: [RowPredictions, ReplayService],
})
export class PredictionHttpModule {}
