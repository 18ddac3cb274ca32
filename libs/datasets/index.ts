export {
  booleanCell,
  type CellReader,
  CellProblem,
  type CellValue,
  choiceCell,
  nullable,
  numberCell,
  textCell,
} from './csv/cells.js';
export { RowCopy } from './csv/copy-rows.js';
export { csvAnswer } from './csv/csv-answer.js';
export { CsvExporter, type ExportColumn, type ExportKind, exportKinds } from './csv/csv-exporter.js';
export { CsvImporter, type CsvImportReport } from './csv/csv-importer.js';
export type { CsvColumn, CsvLayout } from './csv/csv-layout.js';
export { csvFilesRequestBody, csvRequestBody } from './csv/csv-request-body.js';
export { AcceptsCsv, UploadedCsv } from './csv/csv-upload-routes.js';
export { namedCsvUpload, type NamedCsvUpload, UploadedCsvFiles } from './csv/named-csv-uploads.js';
export { type OpenCsv, openCsv } from './csv/open-csv.js';
export { TransferSlots } from './csv/transfer-slots.js';
export { maximumRefusals } from './csv/row-reader.js';
export { booleanOfQuery, CsvImportQueryDto } from './csv/dto/csv-import-query.dto.js';
export { CsvImportReportDto } from './csv/dto/csv-import-report.dto.js';
export {
  ColumnKindName,
  DatasetColumnDto,
  datasetDto,
  DatasetDto,
  DatasetOriginName,
  DerivedFeatureDto,
} from './dto/dataset.dto.js';
export { mostDerived } from './dto/dataset-properties.js';
export { DatasetImportReportDto } from './dto/dataset-transfers.dto.js';
export { InferredDatasetDto } from './dto/inferred-dataset.dto.js';
export { ColumnProperty, DeclaredColumn, type Presence } from './dto/column-property.js';
export { PayloadAlias, PayloadColumn } from './dto/payload-column.js';
export { NextCursor, RowCount, RowTime, RowVersion, versionedRowDto } from './dto/row-properties.js';
export { BoundFilter, FlagFilter, IncludeSensitive, integerOfPath } from './dto/row-query.js';
export { AttachDataset } from './attach/attach-dataset.js';
export { DatasetCatalogue } from './catalogue/dataset-catalogue.js';
export { DeleteDataset } from './catalogue/delete-dataset.js';
export { AttachDatasetDto } from './dto/attach-dataset.dto.js';
export { DatasetParams } from './dto/dataset-list.dto.js';
export { DatasetProfileDto, ProfileWarningCode, ProfileWarningDto } from './dto/dataset-profile.dto.js';
export { DatasetProfiles, type ProfiledLearning } from './profile/dataset-profiles.js';
export { DatasetReader, type RowValue } from './dataset-reader.js';
export { datasetChannel, DatasetRegistry } from './dataset-registry.js';
export { DatasetsHttpModule } from './datasets-http.module.js';
export { DatasetsModule } from './datasets.module.js';
export { DatasetImports, type DatasetImportOptions } from './upload/dataset-imports.service.js';
export {
  columnOf,
  type ColumnKind,
  type DatasetColumn,
  type DatasetDefinition,
  type DatasetOrigin,
  featureColumn,
  mayBeMissing,
  splitColumn,
} from './feature-schema.js';
export type { ChangeableTable } from './rows/changeable-table.js';
export { type Alongside, RowChanges } from './rows/row-changes.js';
export { type RowList, rowListPage, type RowListRequest } from './rows/row-list.js';
export { lostColumns, readRelation } from './relation-reading.js';
export { missingTexts, presentValue, rowExpression } from './row-expression.js';
export { sqlName, sqlText } from './sql-names.js';
export { DatasetEntity } from './stored/dataset.entity.js';
export { DatasetStore } from './stored/dataset-store.js';
export {
  addIdentifier,
  columnType,
  createOwnedTable,
  dropOwnedTable,
  ownedRelation,
} from './owned/owned-table.js';
export {
  createdAtColumn,
  rowNumberColumn,
  systemPrefix,
  updatedAtColumn,
  versionColumn,
} from './owned/system-columns.js';
export { TextMatcher } from './matching/text-matcher.js';
export { nearestName } from './nearest-name.js';
export {
  classExpression,
  labelledCondition,
  type SnapshotColumn,
  type SnapshotQuery,
  snapshotQuery,
  type SplitSource,
  type TargetSource,
} from './snapshot-query.js';
export { SeededRandom } from './sample/seeded-random.js';
export { maySeeSensitive, requireSensitiveAccess } from './sensitive-access.js';
