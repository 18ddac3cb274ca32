import { Module } from '@nestjs/common';
import { DatasetsController } from './catalogue/datasets.controller.js';
import { DatasetsModule } from './datasets.module.js';
import { DatasetRowsController } from './rows/dataset-rows.controller.js';
import { DatasetRowsService } from './rows/dataset-rows.service.js';
import { StoredRows } from './rows/stored-rows.js';
import { WritableDatasets } from './rows/writable-dataset.js';

@Module({
  imports: [DatasetsModule],
  controllers: [DatasetsController, DatasetRowsController],
  providers: [DatasetRowsService, StoredRows, WritableDatasets],
})
export class DatasetsHttpModule {}
