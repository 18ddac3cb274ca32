import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  type Actor,
  ApiErrors,
  CurrentActor,
  etagHeader,
  ifMatchHeader,
  RequireScope,
  versionFromIfMatch,
} from '#libs/platform';
import { DatasetParams } from '../dto/dataset-list.dto.js';
import { maySeeSensitive } from '../sensitive-access.js';
import { DatasetRowsService } from './dataset-rows.service.js';
import { NewRowDto, RowChangesDto } from './dto/row-body.dto.js';
import { DatasetRowParams, RowListQueryDto, RowSort, RowViewQueryDto } from './dto/row-parameters.dto.js';
import { RowDto, RowPageDto } from './dto/row.dto.js';
import { longestRowAddress, RowHeaders } from './row-headers.interceptor.js';

const rowLocationHeader = {
  Location: {
    description: 'Where the new row is',
    schema: { type: 'string', maxLength: longestRowAddress, format: 'uri-reference' },
  },
} as const;

@ApiTags('datasets')
@Controller('datasets/:name/rows')
export class DatasetRowsController {
  constructor(private readonly rows: DatasetRowsService) {}

  @Get()
  @RequireScope('clients:read')
  @ApiErrors('dataset_not_found', 'dataset_unfit', 'invalid_cursor')
  @ApiOperation({
    summary: 'List the rows of any dataset in the order of their identifiers, page by page',
    description: 'With `column` and `equals` only the rows whose column holds that value.',
  })
  @ApiOkResponse({ type: RowPageDto })
  listDatasetRows(
    @Param() { name }: DatasetParams,
    @Query() { sort, include_sensitive, ...query }: RowListQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<RowPageDto> {
    return this.rows.page(
      name,
      { ...query, direction: sort === RowSort.Id ? 'ASC' : 'DESC' },
      maySeeSensitive({ include_sensitive }, actor),
      actor,
    );
  }

  @Get(':row_id')
  @RequireScope('clients:read')
  @ApiErrors('dataset_not_found', 'row_not_found', 'dataset_unfit')
  @ApiOperation({ summary: 'Get one row of any dataset' })
  @ApiOkResponse({ type: RowDto, headers: etagHeader })
  @UseInterceptors(RowHeaders)
  getDatasetRow(
    @Param() { name, row_id: rowId }: DatasetRowParams,
    @Query() query: RowViewQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<RowDto> {
    return this.rows.get(name, rowId, maySeeSensitive(query, actor));
  }

  @Post()
  @RequireScope('clients:write')
  @ApiErrors('dataset_not_found', 'dataset_read_only', 'row_exists', 'dataset_unfit')
  @ApiOperation({
    summary: 'Add a row to a dataset that was imported',
    description:
      'Attached relations are only read; the rows of built-in datasets with routes of their own are added there.',
  })
  @ApiCreatedResponse({ type: RowDto, headers: { ...etagHeader, ...rowLocationHeader } })
  @UseInterceptors(RowHeaders)
  createDatasetRow(
    @Param() { name }: DatasetParams,
    @Body() body: NewRowDto,
    @CurrentActor() actor: Actor,
  ): Promise<RowDto> {
    return this.rows.create(name, body, actor);
  }

  @Patch(':row_id')
  @RequireScope('clients:write')
  @ApiErrors(
    'dataset_not_found',
    'row_not_found',
    'dataset_read_only',
    'dataset_unfit',
    'precondition_failed',
    'precondition_required',
  )
  @ApiOperation({ summary: 'Change columns of a row, if nobody else changed it since' })
  @ApiHeader({ ...ifMatchHeader, required: true })
  @ApiOkResponse({ type: RowDto, headers: etagHeader })
  @UseInterceptors(RowHeaders)
  changeDatasetRow(
    @Param() { name, row_id: rowId }: DatasetRowParams,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: RowChangesDto,
    @CurrentActor() actor: Actor,
  ): Promise<RowDto> {
    return this.rows.change(name, rowId, versionFromIfMatch(ifMatch), body, actor);
  }

  @Delete(':row_id')
  @HttpCode(204)
  @RequireScope('clients:write')
  @ApiErrors(
    'dataset_not_found',
    'row_not_found',
    'dataset_read_only',
    'dataset_unfit',
    'precondition_failed',
  )
  @ApiOperation({
    summary: 'Delete a row',
    description: 'With `If-Match` only if nobody changed it since; without, whatever its state.',
  })
  @ApiHeader({ ...ifMatchHeader, required: false })
  @ApiNoContentResponse({ description: 'Deleted' })
  async deleteDatasetRow(
    @Param() { name, row_id: rowId }: DatasetRowParams,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    const version = ifMatch === undefined ? undefined : versionFromIfMatch(ifMatch);
    await this.rows.delete(name, rowId, version, actor);
  }
}
