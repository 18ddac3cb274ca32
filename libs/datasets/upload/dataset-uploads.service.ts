import { Injectable } from '@nestjs/common';
import { type ActorReference, Configuration, Logger, validationFailed } from '#libs/platform';
import { loggedProgress } from '../csv/copy-records.js';
import { openCsv } from '../csv/open-csv.js';
import { RowReader } from '../csv/row-reader.js';
import { TransferSlots } from '../csv/transfer-slots.js';
import { datasetDto, type DatasetDto } from '../dto/dataset.dto.js';
import type { InferredDatasetDto } from '../dto/inferred-dataset.dto.js';
import { inferTable } from '../infer/infer-table.js';
import { bindColumns } from '../owned/bind-columns.js';
import { DatasetCreation, remedy } from './dataset-creation.js';
import type { DatasetForm } from './dataset-form.js';
import { inferredDatasetDto } from './inferred-dataset.js';
import { parseDefinition, type UploadDefinition } from './parse-definition.js';
import { type ProposedDataset, proposeDataset } from './propose-dataset.js';
import { refusedRows } from './refused-rows.js';
import type { SpooledFile } from './spooled-file.js';

/**
 * A CSV file becomes a dataset in two passes: the first finds out what its columns are, the second reads every cell as
 * that. Both take memory that does not depend on the file's size (docs/adr/0034-a-file-becomes-a-dataset-in-two-passes.md).
 */
@Injectable()
export class DatasetUploads {
  constructor(
    private readonly slots: TransferSlots,
    private readonly creation: DatasetCreation,
    private readonly configuration: Configuration,
    private readonly logger: Logger,
  ) {}

  /** What the file would become, and every cell that does not fit. Stores nothing. */
  dryRun(form: DatasetForm): Promise<InferredDatasetDto> {
    return this.withFile(form, async (file, definition) => {
      const proposed = await this.propose(file, definition);
      await check(file, proposed);
      return inferredDatasetDto(proposed);
    });
  }

  create(form: DatasetForm, actor: ActorReference): Promise<DatasetDto> {
    return this.withFile(form, async (file, definition) => {
      const proposed = await this.propose(file, definition);
      if (proposed.open.length > 0) throw validationFailed(proposed.open);
      const stored = await this.creation.create(file, proposed, actor);
      const { rowCount } = proposed.table;
      return datasetDto(proposed.definition, { rowCount, warnings: proposed.warnings, stored });
    });
  }

  private async withFile<Answer>(
    form: DatasetForm,
    work: (file: SpooledFile, definition: UploadDefinition) => Promise<Answer>,
  ): Promise<Answer> {
    const release = this.slots.take();
    let file: SpooledFile | undefined;
    try {
      const received = await form.receive(this.configuration.maximumDatasetBytes);
      file = received.file;
      const definition = await parseDefinition(received.definition);
      await this.creation.requireFree(definition.name);
      return await work(file, definition);
    } finally {
      release();
      await file?.dispose();
    }
  }

  private async propose(file: SpooledFile, upload: UploadDefinition): Promise<ProposedDataset> {
    const { delimiter, encoding, decimal_comma: decimalComma, missing_markers: markers } = upload;
    const overrides = [...upload.columns];
    const table = await inferTable(file.chunks(), {
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(encoding === undefined ? {} : { charset: encoding }),
      ...(decimalComma === undefined ? {} : { decimalComma }),
      ...(markers === undefined ? {} : { missingMarkers: markers }),
      ...(upload.id_column === undefined ? {} : { identifier: upload.id_column }),
      names: new Map(overrides.flatMap(([header, { name }]) => (name === undefined ? [] : [[header, name]]))),
      missingValues: new Map(overrides.map(([header, { missing_values }]) => [header, missing_values ?? []])),
      onProgress: loggedProgress(this.logger, `dataset ${upload.name}, first pass`),
    });
    return proposeDataset(table, upload);
  }
}

/** Reads every cell as its column declares. @throws DomainError `import_refused` */
async function check(file: SpooledFile, { definition, table }: ProposedDataset): Promise<void> {
  const csv = await openCsv(file.source(table.charset, table.delimiter), (header) =>
    bindColumns(definition, header, { ignoreUnknown: false }),
  );
  try {
    const reader = new RowReader(csv.header, table.decimalComma);
    for await (const batch of csv.records) for (const record of batch) reader.read(record);
    if (reader.rowsRefused > 0) throw refusedRows(reader, remedy);
  } finally {
    await csv.close();
  }
}
