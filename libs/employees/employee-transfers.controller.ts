import { Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  AcceptsCsv,
  csvAnswer,
  csvFilesRequestBody,
  maySeeSensitive,
  type NamedCsvUpload,
  UploadedCsvFiles,
} from '#libs/datasets';
import { type Actor, ApiErrors, CurrentActor, LongRunning, RequireScope } from '#libs/platform';
import { EmployeeImportReportDto } from './dto/employee-import-report.dto.js';
import { EmployeeImportQueryDto, EmployeeViewQueryDto } from './dto/employee-query.dto.js';
import { employeeSources, sourceNames } from './employee-sources.js';
import { EmployeeTransfersService } from './employee-transfers.service.js';
import { EmployeeImportService } from './import/employee-import.service.js';

@ApiTags('employees')
@Controller('employees')
export class EmployeeTransfersController {
  constructor(
    private readonly imports: EmployeeImportService,
    private readonly transfers: EmployeeTransfersService,
  ) {}

  @Post('import')
  @LongRunning()
  @HttpCode(200)
  @AcceptsCsv()
  @RequireScope('clients:write')
  @ApiErrors('import_refused', 'unsupported_media_type')
  @ApiOperation({
    summary: 'Import the HR extracts, one to three files of any size',
    description:
      'Comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252; a header is required, known misspelt headers are taken. Employees are joined by their number: E_7, 000007 and 7 are the same person. The latest delivery wins; importing a file twice changes nothing. All or nothing unless `partial=true`; a refused file answers every reason with its line.',
    requestBody: csvFilesRequestBody(
      Object.fromEntries(employeeSources.map(({ name, description }) => [name, description])),
    ),
  })
  @ApiOkResponse({ type: EmployeeImportReportDto })
  importEmployees(
    @UploadedCsvFiles(sourceNames) files: AsyncGenerator<NamedCsvUpload>,
    @Query() query: EmployeeImportQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<EmployeeImportReportDto> {
    return this.imports.import(files, { partial: query.partial, dryRun: query.dry_run, actor });
  }

  @Get('export')
  @LongRunning()
  @RequireScope('clients:read')
  @ApiOperation({ summary: 'Export all employees as CSV' })
  @ApiProduces('text/csv')
  @ApiOkResponse({
    description: 'A header and one line per employee',
    schema: {
      type: 'string',
      maxLength: Number.MAX_SAFE_INTEGER,
      pattern: '^[\\s\\S]*$',
      example: 'id,age\n7,41\n',
    },
  })
  async exportEmployees(
    @Query() query: EmployeeViewQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<StreamableFile> {
    return csvAnswer(await this.transfers.export(maySeeSensitive(query, actor), actor), 'employees.csv');
  }
}
