import { Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import {
  type Actor,
  ApiErrors,
  CurrentActor,
  FileUpload,
  locationHeader,
  LongRunning,
  Reply,
  RequireScope,
} from '#libs/platform';
import { csvAnswer } from '../csv/csv-answer.js';
import { csvRequestBody } from '../csv/csv-request-body.js';
import { AcceptsCsv, UploadedCsv } from '../csv/csv-upload-routes.js';
import { DatasetDto } from '../dto/dataset.dto.js';
import { DeclarationQueryDto } from '../dto/dataset-declaration.dto.js';
import { DatasetParams } from '../dto/dataset-list.dto.js';
import {
  DatasetExportQueryDto,
  DatasetImportQueryDto,
  DatasetImportReportDto,
} from '../dto/dataset-transfers.dto.js';
import { ColumnOverrideDto, DatasetUploadDto } from '../dto/dataset-upload.dto.js';
import { InferredDatasetDto } from '../dto/inferred-dataset.dto.js';
import { maySeeSensitive } from '../sensitive-access.js';
import { DatasetExports } from './dataset-exports.service.js';
import { type DatasetForm, UploadedDataset } from './dataset-form.js';
import { DatasetImports } from './dataset-imports.service.js';
import { datasetRequestBody } from './dataset-request-body.js';
import { DatasetUploads } from './dataset-uploads.service.js';

@ApiTags('datasets')
@Controller('datasets')
export class DatasetTransfersController {
  constructor(
    private readonly uploads: DatasetUploads,
    private readonly imports: DatasetImports,
    private readonly exports: DatasetExports,
  ) {}

  @Post()
  @LongRunning()
  @AcceptsCsv()
  @RequireScope('datasets:write')
  @ApiErrors('dataset_exists', 'import_refused', 'payload_too_large', 'unsupported_media_type')
  @ApiExtraModels(DatasetUploadDto, ColumnOverrideDto)
  @ApiOperation({
    summary: 'Make a dataset of a CSV file',
    description:
      'Delimiter, encoding, names, kinds, missing markers, categories and identifier are found in the whole file; whatever `definition` says counts instead. With `dry_run=true` the answer shows what was found, and nothing is stored. All or nothing: a refused file answers every reason with its line.',
    requestBody: datasetRequestBody,
  })
  @ApiCreatedResponse({ type: DatasetDto, headers: locationHeader })
  @ApiOkResponse({ type: InferredDatasetDto, description: 'Of a dry run' })
  async createDataset(
    @UploadedDataset() form: DatasetForm,
    @Query() { dry_run: isDryRun }: DeclarationQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<Reply<DatasetDto | InferredDatasetDto>> {
    if (isDryRun) return new Reply(await this.uploads.dryRun(form), { status: 200 });
    const dataset = await this.uploads.create(form, actor);
    return new Reply(dataset, { status: 201, headers: { location: `/datasets/${dataset.name}` } });
  }

  @Post(':name/import')
  @LongRunning()
  @HttpCode(200)
  @AcceptsCsv()
  @RequireScope('clients:write')
  @ApiErrors(
    'dataset_not_found',
    'dataset_read_only',
    'import_refused',
    'row_exists',
    'unsupported_media_type',
  )
  @ApiOperation({
    summary: 'Import rows into a dataset from a CSV file of any size',
    description:
      'Comma, semicolon, tab or vertical bar; UTF-8, UTF-16 or Windows-1252; a header is required. In files with another delimiter a comma in a number is the decimal mark. The declared columns decide. All or nothing unless `partial=true`; a refused file answers every reason with its line.',
    requestBody: csvRequestBody,
  })
  @ApiOkResponse({ type: DatasetImportReportDto })
  importRows(
    @UploadedCsv() upload: FileUpload,
    @Param() { name }: DatasetParams,
    @Query() { mode, partial, ignore_unknown: ignoreUnknown }: DatasetImportQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<DatasetImportReportDto> {
    return this.imports.import(upload, name, { mode, partial, ignoreUnknown, actor });
  }

  @Get(':name/export')
  @LongRunning()
  @RequireScope('clients:read')
  @ApiErrors('dataset_not_found')
  @ApiOperation({
    summary: 'Export all rows of a dataset as CSV',
    description:
      'Text that a spreadsheet would run as a formula gets a leading quote, which an import takes away again.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({
    description: 'A header and one line per row',
    schema: {
      type: 'string',
      maxLength: Number.MAX_SAFE_INTEGER,
      pattern: '^[\\s\\S]*$',
      example: 'applicant,income\n1,1800\n',
    },
  })
  async exportRows(
    @Param() { name }: DatasetParams,
    @Query() query: DatasetExportQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<StreamableFile> {
    const rows = await this.exports.export(name, maySeeSensitive(query, actor), actor);
    return csvAnswer(rows, `${name}.csv`);
  }
}
