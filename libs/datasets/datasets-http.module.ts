import { Module } from '@nestjs/common';
import { DatasetsController } from './catalogue/datasets.controller.js';
import { DatasetsModule } from './datasets.module.js';
import { DatasetRowsController } from './rows/dataset-rows.controller.js';
import { DatasetRowsService } from './rows/dataset-rows.service.js';
import { StoredRows } from './rows/stored-rows.js';
import { DatasetCreation } from './upload/dataset-creation.js';
import { DatasetExports } from './upload/dataset-exports.service.js';
import { DatasetTransfersController } from './upload/dataset-transfers.controller.js';
import { DatasetUploads } from './upload/dataset-uploads.service.js';
import { WritableDatasets } from './rows/writable-dataset.js';

@Module({
  imports: [DatasetsModule],
  controllers: [DatasetsController, DatasetTransfersController, DatasetRowsController],
  providers: [
    DatasetUploads,
    DatasetCreation,
    DatasetExports,
    DatasetRowsService,
    StoredRows,
    WritableDatasets,
  ],
})
export class DatasetsHttpModule {}
