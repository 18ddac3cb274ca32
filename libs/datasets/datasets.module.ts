import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttachDataset } from './attach/attach-dataset.js';
import { DatasetCatalogue } from './catalogue/dataset-catalogue.js';
import { DeleteDataset } from './catalogue/delete-dataset.js';
import { CsvExporter } from './csv/csv-exporter.js';
import { CsvImporter } from './csv/csv-importer.js';
import { TransferSlots } from './csv/transfer-slots.js';
import { ChangeDataset } from './declaration/change-dataset.js';
import { DatasetReader } from './dataset-reader.js';
import { DatasetRegistry } from './dataset-registry.js';
import { RowChanges } from './rows/row-changes.js';
import { DatasetProfiles } from './profile/dataset-profiles.js';
import { DatasetEntity } from './stored/dataset.entity.js';
import { DatasetStore } from './stored/dataset-store.js';
import { DatasetImports } from './upload/dataset-imports.service.js';

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
    AttachDataset,
    DatasetCatalogue,
    ChangeDataset,
    DeleteDataset,
    DatasetProfiles,
    DatasetImports,
  ],
  exports: [
    DatasetRegistry,
    DatasetStore,
    DatasetReader,
    TransferSlots,
    CsvImporter,
    CsvExporter,
    RowChanges,
    AttachDataset,
    DatasetCatalogue,
    ChangeDataset,
    DeleteDataset,
    DatasetProfiles,
    DatasetImports,
  ],
})
export class DatasetsModule {}
