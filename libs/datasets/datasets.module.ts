import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CsvExporter } from './csv/csv-exporter.js';
import { CsvImporter } from './csv/csv-importer.js';
import { TransferSlots } from './csv/transfer-slots.js';
import { DatasetReader } from './dataset-reader.js';
import { DatasetRegistry } from './dataset-registry.js';
import { RowChanges } from './rows/row-changes.js';
import { DatasetEntity } from './stored/dataset.entity.js';
import { DatasetStore } from './stored/dataset-store.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([DatasetEntity])],
  providers: [
    DatasetRegistry,
    DatasetStore,
    DatasetReader,
    TransferSlots,
    CsvImporter,
    CsvExporter,
    RowChanges,
  ],
  exports: [
    DatasetRegistry,
    DatasetStore,
    DatasetReader,
    TransferSlots,
    CsvImporter,
    CsvExporter,
    RowChanges,
  ],
})
export class DatasetsModule {}
