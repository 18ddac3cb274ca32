import { Module } from '@nestjs/common';
import { DatasetRowsController } from './rows/dataset-rows.controller.js';
import { DatasetRowsService } from './rows/dataset-rows.service.js';
import { StoredRows } from './rows/stored-rows.js';
import { WritableDatasets } from './rows/writable-dataset.js';

@Module({
  controllers: [DatasetRowsController],
  providers: [DatasetRowsService, StoredRows, WritableDatasets],
})
export class DatasetsHttpModule {}
