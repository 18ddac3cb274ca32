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
import { ImportedRuns } from './runs/imported-runs.js';
import { QueuedRuns } from './runs/queued-runs.js';
import { RunChanges } from './runs/run-changes.js';
import { RunEnds } from './runs/run-ends.js';
import { TrainingRunEntity } from './runs/training-run.entity.js';
import { TrainingRuns } from './runs/training-runs.js';
import { ShownRuns } from './shown-runs.js';
import { StoreOutcome } from './store-outcome.js';
import { TrainVersion } from './train-version.js';
import { TrainingRequests } from './training-requests.js';
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
        RunEnds,
        TrainingRuns,
        QueuedRuns,
        ImportedRuns,
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
        StoreOutcome,
        TrainVersion,
        ModelSources,
        ImportSlots,
        ImportVersion,
        ImportsService,
        TrainingWorker,
        TrainingRequests,
        ShownRuns,
        TrainingService,
      ],
      exports: [
        ImportsService,
        MlflowOutbox,
        RunChanges,
        TrainingRuns,
        TrainingRequests,
        ShownRuns,
        TrainingService,
        TrainingWorker,
      ],
    };
  }
}
