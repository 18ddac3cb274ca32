import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatasetReader } from '#libs/datasets';
import { ModelRegistry, ModelVersions } from '#libs/models';
import { BatchPredictionsService } from './batch-predictions.service.js';
import { BatchChanges } from './batches/batch-changes.js';
import { BatchPredictionEntity } from './batches/batch-prediction.entity.js';
import { BatchPredictions } from './batches/batch-predictions.js';
import { ChosenVersion } from './batches/chosen-version.js';
import { BatchExports } from './exports/batch-exports.js';
import { BatchPredictionWorker } from './jobs/batch-prediction-worker.js';
import { BatchResultEntity } from './results/batch-result.entity.js';
import { BatchResults } from './results/batch-results.js';
import { ExpiredResults } from './results/expired-results.js';
import { LatestAnswers } from './results/latest-answers.js';
import { ResultDeletion } from './results/result-deletion.js';
import { ScoreTaskPreparation } from './score/score-task-preparation.js';

@Global()
@Module({})
export class BatchPredictionsModule {
  /** @param database the connection that the scoring threads use, as for `DatabaseModule` */
  static forRoot(database: { readonly url: string; readonly role: string | undefined }): DynamicModule {
    return {
      module: BatchPredictionsModule,
      imports: [TypeOrmModule.forFeature([BatchPredictionEntity, BatchResultEntity])],
      providers: [
        BatchChanges,
        BatchPredictions,
        BatchPredictionsService,
        BatchResults,
        BatchExports,
        LatestAnswers,
        ResultDeletion,
        ExpiredResults,
        BatchPredictionWorker,
        ChosenVersion,
        {
          provide: ScoreTaskPreparation,
          inject: [ModelRegistry, ModelVersions, DatasetReader],
          useFactory: (models: ModelRegistry, versions: ModelVersions, reader: DatasetReader) =>
            new ScoreTaskPreparation(models, versions, reader, database),
        },
      ],
      exports: [
        BatchPredictions,
        BatchPredictionsService,
        BatchPredictionWorker,
        BatchResults,
        BatchExports,
        ResultDeletion,
        ExpiredResults,
      ],
    };
  }
}
