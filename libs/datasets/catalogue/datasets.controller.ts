import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  type Actor,
  ApiErrors,
  CurrentActor,
  locationHeader,
  LongRunning,
  Reply,
  RequireScope,
} from '#libs/platform';
import { AttachDataset } from '../attach/attach-dataset.js';
import { AttachDatasetDto } from '../dto/attach-dataset.dto.js';
import { DeclarationQueryDto } from '../dto/dataset-declaration.dto.js';
import { DatasetDto } from '../dto/dataset.dto.js';
import { DatasetListDto, DatasetParams } from '../dto/dataset-list.dto.js';
import { DatasetProfileDto, ProfileQueryDto } from '../dto/dataset-profile.dto.js';
import { DatasetProfiles } from '../profile/dataset-profiles.js';
import { maySeeSensitive } from '../sensitive-access.js';
import { DatasetCatalogue } from './dataset-catalogue.js';
import { DeleteDataset } from './delete-dataset.js';

@ApiTags('datasets')
@Controller('datasets')
export class DatasetsController {
  constructor(
    private readonly catalogue: DatasetCatalogue,
    private readonly attaching: AttachDataset,
    private readonly deleting: DeleteDataset,
    private readonly profiles: DatasetProfiles,
  ) {}

  @Get()
  @RequireScope('clients:read')
  @ApiOperation({ summary: 'List the datasets: built-in, owned and attached' })
  @ApiOkResponse({ type: DatasetListDto })
  listDatasets(): Promise<DatasetListDto> {
    return this.catalogue.list();
  }

  @Post('attach')
  @LongRunning()
  @RequireScope('datasets:write')
  @ApiErrors('dataset_exists')
  @ApiOperation({
    summary: 'Make a dataset of a table or view of the database',
    description:
      'It is only ever read. Columns, kinds, missing values, categories and bounds come from its types, constraints and comments; `columns` says what is otherwise. Arrays, documents and bytes are left out, with a warning. With `dry_run=true` the answer is the same, with 200, and nothing is stored.',
  })
  @ApiCreatedResponse({ type: DatasetDto, headers: locationHeader })
  @ApiOkResponse({ type: DatasetDto, description: 'What would be attached' })
  async attachDataset(
    @Query() { dry_run }: DeclarationQueryDto,
    @Body() body: AttachDatasetDto,
    @CurrentActor() actor: Actor,
  ): Promise<Reply<DatasetDto>> {
    const dataset = await this.attaching.attach(body, dry_run, actor);
    return new Reply(
      dataset,
      dry_run ? { status: 200 } : { status: 201, headers: { location: `/datasets/${dataset.name}` } },
    );
  }

  @Get(':name')
  @RequireScope('clients:read')
  @ApiErrors('dataset_not_found')
  @ApiOperation({ summary: 'Read what a dataset is: its columns, target and derived features' })
  @ApiOkResponse({ type: DatasetDto })
  getDataset(@Param() { name }: DatasetParams): Promise<DatasetDto> {
    return this.catalogue.get(name);
  }

  @Get(':name/profile')
  @LongRunning()
  @RequireScope('clients:read')
  @ApiErrors('dataset_not_found', 'dataset_unfit', 'overloaded')
  @ApiOperation({
    summary: 'Read what the columns hold, how they go with the target, and what speaks against training',
    description:
      'Computed from at most 50,000 rows (of tables with more than 25 columns fewer, down to 10,000), chosen by their identifiers, so that the same rows give the same answer. No figure is a single row: categories of fewer than 5 rows are summed up, minimum and maximum are reached by 5 rows.',
  })
  @ApiOkResponse({ type: DatasetProfileDto })
  profileDataset(
    @Param() { name }: DatasetParams,
    @Query() query: ProfileQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<DatasetProfileDto> {
    return this.profiles.profile(name, query.target, maySeeSensitive(query, actor));
  }

  @Delete(':name')
  @HttpCode(204)
  @RequireScope('datasets:write')
  @ApiErrors('dataset_not_found', 'dataset_in_use', 'dataset_read_only')
  @ApiOperation({
    summary: 'Delete a dataset that no model needs',
    description:
      'The table of an owned dataset goes with it; an attached relation stays as it is. Built-in datasets cannot be deleted.',
  })
  @ApiNoContentResponse({ description: 'Deleted' })
  async deleteDataset(@Param() { name }: DatasetParams, @CurrentActor() actor: Actor): Promise<void> {
    await this.deleting.delete(name, actor);
  }
}
