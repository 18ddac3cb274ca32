import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatasetReader } from '#libs/datasets';
import { Aliases, ModelRegistry, ModelVersions } from '#libs/models';
import { Configuration } from '#libs/platform';
import { FitTaskPreparation } from './fit-task-preparation.js';
import { ImportSlots } from './imports/import-slots.js';
import { ImportVersion } from './imports/import-version.js';
import { ImportsService } from './imports/imports.service.js';
import { ModelSources } from './imports/model-sources.js';
import { TrainingWorker } from './jobs/training-worker.js';
import { DatasetCopyEntity } from './outbox/dataset-copy.entity.js';
import { MlflowDeliveryEntity } from './outbox/mlflow-delivery.entity.js';
import { MlflowOutbox } from './outbox/mlflow-outbox.js';
import { RunChanges } from './runs/run-changes.js';
import { TrainingRunEntity } from './runs/training-run.entity.js';
import { TrainingRuns } from './runs/training-runs.js';
import { TrainVersion } from './train-version.js';
import { TrainingService } from './training.service.js';
import { VersionStore } from './version-store.js';

@Global()
@Module({})
export class TrainingModule {
  /** @param database the connection that jobs use, as for `DatabaseModule` */
  static forRoot(database: { readonly url: string; readonly role: string | undefined }): DynamicModule {
    return {
      module: TrainingModule,
      imports: [TypeOrmModule.forFeature([TrainingRunEntity, MlflowDeliveryEntity, DatasetCopyEntity])],
      providers: [
        RunChanges,
        MlflowOutbox,
        TrainingRuns,
        {
          provide: FitTaskPreparation,
          inject: [ModelRegistry, DatasetReader, ModelVersions, Aliases, Configuration],
          useFactory: (
            models: ModelRegistry,
            reader: DatasetReader,
            versions: ModelVersions,
            aliases: Aliases,
            { trainingThreads, mlflow }: Configuration,
          ) =>
            new FitTaskPreparation(models, reader, versions, aliases, {
              database,
              threads: trainingThreads,
              copiedRows: mlflow.datasetRows,
            }),
        },
        VersionStore,
        TrainVersion,
        ModelSources,
        ImportSlots,
        ImportVersion,
        ImportsService,
        TrainingWorker,
        TrainingService,
      ],
      exports: [ImportsService, MlflowOutbox, RunChanges, TrainingRuns, TrainingWorker, TrainingService],
    };
  }
}
