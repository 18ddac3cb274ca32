import { Module } from '@nestjs/common';
import { BatchPredictionsController } from './batch-predictions.controller.js';
import { BatchResultsController } from './batch-results.controller.js';

@Module({ controllers: [BatchPredictionsController, BatchResultsController] })
export class BatchPredictionsHttpModule {}
