import { Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  AcceptsCsv,
  csvAnswer,
  CsvImportReportDto,
  csvRequestBody,
  UploadedCsv,
  maySeeSensitive,
} from '#libs/datasets';
import { type Actor, ApiErrors, CurrentActor, FileUpload, LongRunning, RequireScope } from '#libs/platform';
import { ClientTransfersService } from './client-transfers.service.js';
import { ClientImportQueryDto, ClientViewQueryDto } from './dto/client-query.dto.js';

@ApiTags('clients')
@Controller('clients')
export class ClientTransfersController {
  constructor(private readonly transfers: ClientTransfersService) {}

  @Post('import')
  @LongRunning()
  @HttpCode(200)
  @AcceptsCsv()
  @RequireScope('clients:write')
  @ApiErrors('import_refused', 'unsupported_media_type')
  @ApiOperation({
    summary: 'Import clients from a CSV file of any size',
    description:
      'Comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252; a header is required. In files with semicolons or tabs a comma in a number is the decimal mark. All or nothing unless `partial=true`; a refused file answers every reason with its line.',
    requestBody: csvRequestBody,
  })
  @ApiOkResponse({ type: CsvImportReportDto })
  importClients(
    @UploadedCsv() upload: FileUpload,
    @Query() query: ClientImportQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<CsvImportReportDto> {
    return this.transfers.import(upload, query.partial, query.reference_date, actor);
  }

  @Get('export')
  @LongRunning()
  @RequireScope('clients:read')
  @ApiOperation({
    summary: 'Export all clients as CSV',
    description:
      'Text that a spreadsheet would run as a formula gets a leading quote, which an import takes away again.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({
    description: 'A header and one line per client',
    schema: {
      type: 'string',
      maxLength: Number.MAX_SAFE_INTEGER,
      pattern: '^[\\s\\S]*$',
      example: 'id,age\n1,41\n',
    },
  })
  async exportClients(
    @Query() query: ClientViewQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<StreamableFile> {
    return csvAnswer(await this.transfers.export(maySeeSensitive(query, actor), actor), 'clients.csv');
  }
}
